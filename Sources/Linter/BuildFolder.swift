import Foundation

/// A folder that a build of a package writes to, such as `.build/debug`.
struct BuildFolder: Sendable, Hashable {
  /// Absolute.
  var path: String
  /// What the build engine was told: `.build/debug.yaml`.
  var manifest: String

  /// The index store of the build, whether there is one or not.
  var store: String

  init(path: String, manifest: String, store: String? = nil) {
    self.path = path
    self.manifest = manifest
    self.store = store ?? path + "/index/store"
  }

  /// When a store was last added to, in nanoseconds since 1970; nil when there is none.
  static func written(store: String) -> Int64? {
    // `v5` is the version of the format; each compiled file adds or replaces a unit.
    let versions = ((try? FileManager.default.contentsOfDirectory(atPath: store)) ?? []).filter { $0.hasPrefix("v") }
    return versions.compactMap { try? FileStatus("\(store)/\($0)/units").modified }.max()
  }

  /// The folders of a package's builds that exist, each once.
  ///
  /// Debug builds come first: only they have an index store unless the user asks for one. SourceKit-LSP keeps builds of its
  /// own, for editors. `--build-system swiftbuild` leaves a store, and arguments in a form that is not read.
  static func folders(ofPackage root: String) -> [BuildFolder] {
    let scratch = root + "/.build"
    let out = scratch + "/out"
    var seen: Set<FileIdentity> = []
    let folders = ["debug", "release"].flatMap { configuration in
      [scratch, scratch + "/index-build"].flatMap { Self.folders(in: $0, configuration) }
    }
    return (folders + [BuildFolder(path: out, manifest: out + "/debug.yaml", store: out)])
      .filter { (try? FileStatus($0.path)).map { $0.kind == .folder && seen.insert($0.identity).inserted } ?? false }
  }

  /// The build that a store was written by; nil when it lies where no build of SwiftPM puts it.
  static func folder(around store: String) -> BuildFolder? {
    let parts = store.split(separator: "/")
    guard parts.count > 3, parts.suffix(2).elementsEqual(["index", "store"]) else { return nil }
    let path = "/" + parts.dropLast(2).joined(separator: "/")
    let configuration = FilePath.name(path)
    // `SCRATCH/debug` is a link to `SCRATCH/TRIPLE/debug`, and the manifest lies in `SCRATCH`.
    let scratches = [FilePath.parent(path), FilePath.parent(FilePath.parent(path))]
    let manifests = scratches.map { "\($0)/\(configuration).yaml" }
    guard let manifest = manifests.first(where: { (try? FileStatus($0))?.kind == .file }) else { return nil }
    return BuildFolder(path: path, manifest: manifest)
  }

  private static func folders(in scratch: String, _ configuration: String) -> [BuildFolder] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: scratch)) ?? []).sorted()
    // The link `debug` leads to the machine that was built for last; other machines have builds beside it.
    let triples = names.filter { $0.contains("-") && $0 != "index-build" }.map { "\(scratch)/\($0)/\(configuration)" }
    return ([scratch + "/" + configuration] + triples)
      .map { BuildFolder(path: $0, manifest: "\(scratch)/\(configuration).yaml") }
  }
}
