package import Analysis
package import Model
import Rules

/// What the public functions of one package do to their callers, worked out from its sources.
package struct Derivation: Sendable {
  /// As the package's folder is called.
  package var package: String
  /// Sorted by symbol; files are named relative to the package, those of other packages from their folder on.
  package var facts: [InferredFact]
  /// What was wrong with files of the package.
  package var problems: [Problem]
}

extension Linter {
  /// Reads a package that the one in the first of the options' paths is made of, and the packages that it uses.
  ///
  /// Without `all`, leaves out what facts say already.
  package func derive(package name: String, all: Bool = false) throws(LinterError) -> Derivation {
    try checkNamedStore()
    let root = FilePath.absolute(options.paths.first ?? ".", in: options.workingDirectory)
    var discovery = Discovery(workingDirectory: root, readsDependencies: true, index: namedIndex)
    let layout = try discovery.package(named: name, around: root)
    discovery.addLibraries(of: layout)
    let reader = FileReader(c: try CReading(workingDirectory: root, compileCommands: options.compileCommands))
    let program = try read(&discovery, with: reader)
    let headers = Headers(of: layout)
    // On a thread with a large stack, as for findings.
    let facts = Workers.map([program], jobs: 1) {
      Analysis($0.rules)
        .publicFacts(in: headers.publishing($0.readings.summaries), index: $0.readings.index, all: all)
    }
    .flatMap { $0 }
    let names = PackageNames(package: layout.root, root: root)
    return Derivation(
      package: FilePath.name(layout.root), facts: facts.map(names.shortened),
      problems: program.readings.readings.filter { !$0.file.isContext }.flatMap(\.problems) + program.problems)
  }
}

extension Linter {
  /// The user named a store relative to the folder that the tool was started in.
  fileprivate var namedIndex: LintOptions.Index {
    guard case .path(let path) = options.index else { return options.index }
    return .path(FilePath.absolute(path, in: options.workingDirectory))
  }
}

/// Names files as someone else's machine would.
private struct PackageNames {
  var package: String
  var root: String

  func shortened(_ inferred: InferredFact) -> InferredFact {
    var inferred = inferred
    inferred.fact.location.file = name(inferred.fact.location.file)
    for hop in inferred.path.indices {
      guard let place = inferred.path[hop].place else { continue }
      inferred.path[hop].place?.file = name(place.file)
    }
    return inferred
  }

  private func name(_ file: String) -> String {
    let path = FilePath.absolute(file, in: root)
    let checkouts = root + "/.build/checkouts"
    // The package around the checkouts holds all others.
    let isOwn = FilePath.isBelow(path, package) && (package != root || !FilePath.isBelow(path, checkouts))
    return FilePath.display(path, in: isOwn ? package : checkouts)
  }
}
