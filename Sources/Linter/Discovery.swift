import Foundation
import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds the files to read below the paths that the user names.
struct Discovery {
  /// Folders that hold others' code or a machine's, whatever package they lie in.
  private static let skippedFolders: Set<String> = ["node_modules", "Pods", "Carthage", "DerivedData", "CMakeFiles"]
  /// Folders that hold code for readers, not for the compiler.
  private static let skippedSuffixes = [".docc", ".xcassets", ".playground"]

  private static func isSkipped(_ folder: String) -> Bool {
    skippedFolders.contains(folder) || skippedSuffixes.contains(where: folder.hasSuffix)
  }

  private(set) var files: [SourceFile] = []
  private(set) var problems: [Problem] = []
  /// A path that the user named could not be read.
  private(set) var isIncomplete = false
  private(set) var packages: Packages
  private let workingDirectory: String
  private var seenFiles: Set<FileIdentity> = []
  private var seenFolders: Set<FileIdentity> = []
  private var realPaths = RealPaths()

  init(workingDirectory: String, readsDependencies: Bool, index: LintOptions.Index = .automatic) {
    self.workingDirectory = workingDirectory
    packages = Packages(
      readsDependencies: readsDependencies, builds: Builds(index, workingDirectory: workingDirectory))
  }

  /// Adds a file or folder that the user named.
  mutating func add(_ path: String) {
    let path = FilePath.absolute(path, in: workingDirectory)
    do throws(FileFault) {
      let status = try FileStatus(path)
      switch status.kind {
      case .folder:
        walk(path, status.identity, in: packages.package(around: path), ancestors: [], isContext: false)
      case .file: addNamedFile(path, status.identity)
      case .special: throw .special
      }
    } catch {
      report(path, error)
      isIncomplete = true
    }
  }

  /// Adds a file that git's index holds; the work tree may have lost it.
  mutating func addStaged(_ path: String) {
    guard let language = SourceFile.language(of: path, isNamed: false), !isManifest(path) else { return }
    let layout = packages.package(around: FilePath.parent(path))
    addFile(path, (try? FileStatus(path))?.identity, language, in: layout)
  }

  /// Adds the files of modules, by name, that were not added before: they tell what calls into them do.
  mutating func addContext(modules names: [String]) -> [SourceFile] {
    let start = files.count
    // What is wrong in code that is not the user's is not the user's to mend.
    let known = problems
    for module in names.flatMap({ packages.modules(named: $0) }) where !module.target.isTest {
      guard let status = try? FileStatus(module.target.folder), status.kind == .folder else { continue }
      walk(module.target.folder, status.identity, in: module.layout, ancestors: [], isContext: true)
    }
    for source in names.flatMap({ packages.builtSources(ofModule: $0) }) {
      guard let status = try? FileStatus(source), status.kind == .file else { continue }
      let layout = packages.package(around: FilePath.parent(source))
      addFile(source, status.identity, .swift, in: layout, isContext: true)
    }
    problems = known
    return Array(files[start...])
  }

  /// Adds what the targets of a package that others import are made of.
  mutating func addLibraries(of layout: PackageLayout) {
    for target in layout.targets where target.isLibrary {
      guard let status = try? FileStatus(target.folder), status.kind == .folder else { continue }
      walk(target.folder, status.identity, in: layout, ancestors: [], isContext: false)
    }
    // A target's folder may hold what the manifest excludes, and other targets.
    let libraries = Set(layout.targets.filter(\.isLibrary).map(\.module))
    files.removeAll { !libraries.contains($0.module.name) }
  }

  /// The package of that name: its manifest's or its folder's, among those around a folder.
  mutating func package(named name: String, around folder: String) throws(LinterError) -> PackageLayout {
    _ = packages.package(around: folder)
    let layouts = packages.all
    let isMeant = { (other: String?) in other?.lowercased() == name.lowercased() }
    if let found = layouts.first(where: { isMeant(FilePath.name($0.root)) })
      ?? layouts.first(where: { isMeant($0.name) })
    {
      return found
    }
    throw LinterError.unknownPackage(name, known: layouts.map { FilePath.name($0.root) }.sorted())
  }

  private mutating func addNamedFile(_ path: String, _ identity: FileIdentity) {
    guard let language = SourceFile.language(of: path, isNamed: true) else {
      problems.append(problem(path, "neither Swift nor C; name .swift, .c or .h files, or folders"))
      isIncomplete = true
      return
    }
    let layout = packages.package(around: FilePath.parent(path))
    addFile(path, identity, language, in: layout, isNamed: true)
  }

  private mutating func addFile(
    _ path: String, _ identity: FileIdentity?, _ language: Summary.Language, in layout: PackageLayout?,
    isContext: Bool = false, isNamed: Bool = false
  ) {
    if let identity, !seenFiles.insert(identity).inserted { return }
    let realPath = realPaths.path(of: path)
    files.append(
      SourceFile(
        path: path, realPath: realPath, name: FilePath.display(path, in: workingDirectory), language: language,
        module: packages.settings(for: path, realPath: realPath, in: layout, isContext: isContext),
        isContext: isContext, isNamed: isNamed))
  }

  private mutating func walk(
    _ folder: String, _ identity: FileIdentity, in layout: PackageLayout?, ancestors: Set<FileIdentity>, isContext: Bool
  ) {
    if ancestors.contains(identity) {
      problems.append(problem(folder, "a link back to a folder around it; remove the link"))
      return
    }
    // Context is asked for module by module, and a module's folder may hold another's.
    guard isContext || seenFolders.insert(identity).inserted else { return }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      report(folder, .system(EACCES))
      return
    }
    let layout = names.contains("Package.swift") ? packages.package(at: folder) ?? layout : layout
    let ancestors = ancestors.union([identity])
    for name in names.sorted() where !name.hasPrefix(".") && !Self.isSkipped(name) {
      visit(folder == "/" ? "/" + name : folder + "/" + name, in: layout, ancestors: ancestors, isContext: isContext)
    }
  }

  private mutating func visit(
    _ path: String, in layout: PackageLayout?, ancestors: Set<FileIdentity>, isContext: Bool
  ) {
    let language = SourceFile.language(of: path, isNamed: false)
    do throws(FileFault) {
      let status = try FileStatus(path)
      switch status.kind {
      case .folder: walk(path, status.identity, in: layout, ancestors: ancestors, isContext: isContext)
      case .file:
        guard let language, !isManifest(path) else { return }
        addFile(path, status.identity, language, in: layout, isContext: isContext)
      case .special:
        if language != nil { throw .special }
      }
    } catch {
      if language != nil || error == .system(ELOOP) { report(path, error) }
    }
  }

  /// SwiftPM runs manifests, not the program.
  private func isManifest(_ path: String) -> Bool {
    let name = FilePath.name(path)
    return name == "Package.swift" || name.hasPrefix("Package@swift-")
  }

  private mutating func report(_ path: String, _ fault: FileFault) {
    problems.append(problem(path, fault.text))
  }

  private func problem(_ path: String, _ message: String) -> Problem {
    Problem(file: FilePath.display(path, in: workingDirectory), message: message, isFatal: true)
  }
}
