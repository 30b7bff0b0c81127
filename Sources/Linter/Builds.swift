/// The builds of the packages around the code that is read.
struct Builds {
  private struct Build {
    /// The package that was built.
    var root: String
    var description: BuildDescription?
    var store: String?
    /// It is the build of a package that has files of the user, or it lists such a file.
    var isUsed: Bool
  }

  private var builds: [Build] = []
  private var asked: Set<String> = []
  private let option: LintOptions.Index

  init(_ option: LintOptions.Index, workingDirectory: String) {
    self.option = option
    guard case .path(let path) = option else { return }
    let store = FilePath.absolute(path, in: workingDirectory)
    let root = BuildFolder.folder(around: store).map { FilePath.parent(FilePath.parent($0.manifest)) }
    let description = BuildFolder.folder(around: store).flatMap {
      BuildDescription(manifest: $0.manifest, directory: root ?? workingDirectory)
    }
    builds = [Build(root: root ?? workingDirectory, description: description, store: store, isUsed: true)]
  }

  /// The index stores to read; absolute.
  var stores: [String] {
    switch option {
    case .off: []
    case .path: builds.prefix(1).compactMap(\.store)
    case .automatic: builds.filter(\.isUsed).compactMap(\.store)
    }
  }

  /// Looks for builds of a package that has files of the user. One without any may be part of a package around it.
  mutating func add(package root: String) {
    guard asked.insert(root).inserted else {
      // Found before as the package around another one.
      for number in builds.indices where builds[number].root == root { builds[number].isUsed = true }
      return
    }
    if let build = Self.newestBuild(of: root, isUsed: true) { return builds.append(build) }
    var folder = root
    while folder != "/" {
      folder = FilePath.parent(folder)
      guard asked.insert(folder).inserted else { return }
      if let build = Self.newestBuild(of: folder, isUsed: false) { return builds.append(build) }
    }
  }

  /// What the newest build that lists a source says about it.
  mutating func source(at path: String, isContext: Bool) -> (BuildDescription.Source, planned: Int64)? {
    var newest: (BuildDescription.Source, planned: Int64)?
    for number in builds.indices {
      guard let description = builds[number].description, let source = description.source(at: path) else { continue }
      if !isContext { builds[number].isUsed = true }
      if newest == nil || newest?.planned ?? 0 < description.planned { newest = (source, description.planned) }
    }
    return newest
  }

  /// The Swift sources of a module, as far as builds list them.
  func sources(ofModule name: String) -> [String] {
    builds.compactMap(\.description).flatMap { $0.sources(ofModule: name) }
  }

  private static func newestBuild(of root: String, isUsed: Bool) -> Build? {
    let folders = BuildFolder.folders(ofPackage: root)
    let store = folders.compactMap { folder in BuildFolder.written(store: folder.store).map { (folder, $0) } }.max {
      $0.1 < $1.1
    }
    // The build that wrote the store tells how; without a store a debug build is preferred to a newer release build.
    let planned = (store.map { [$0.0] } ?? []) + folders
    let description = planned.lazy.compactMap { BuildDescription(manifest: $0.manifest, directory: root) }.first
    guard description != nil || store != nil else { return nil }
    return Build(root: root, description: description, store: store?.0.store, isUsed: isUsed)
  }
}
