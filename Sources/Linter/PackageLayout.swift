import Foundation
import Model
import SwiftFrontend

/// Where the targets of one package lie.
struct PackageLayout: Sendable {
  struct Target: Sendable {
    var declaration: Manifest.Target
    /// Absolute.
    var folder: String
    var module: String

    var publicHeaders: String { folder + "/" + (declaration.publicHeadersPath ?? "include") }
    var isTest: Bool { declaration.kind == .test }
    /// Other packages can import it.
    var isLibrary: Bool { declaration.kind == .regular }
  }

  /// Absolute.
  let root: String
  /// As the manifest says; nil where it computes it.
  let name: String?
  let targets: [Target]
  /// When the manifest was last written, in nanoseconds since 1970.
  let written: Int64
  /// Absolute.
  let packagePaths: [String]

  /// Nil when there is no manifest in the folder, or none that can be read.
  init?(root: String) {
    guard let text = try? SourceText.read(root + "/Package.swift") else { return nil }
    let written = (try? FileStatus(root + "/Package.swift"))?.modified ?? 0
    self.init(root: root, manifest: ManifestReader().read(text), written: written)
  }

  init(root: String, manifest: Manifest, written: Int64) {
    self.root = root
    self.written = written
    name = manifest.name
    let sources = manifest.targets.filter { $0.kind != .binary && $0.kind != .system }
    let alone = sources.count { $0.kind != .test && $0.kind != .plugin } == 1
    targets = sources.compactMap { target in
      Self.folder(of: target, in: root, isOnly: alone).map {
        Target(declaration: target, folder: $0, module: Self.moduleName(target.name))
      }
    }
    packagePaths = manifest.packagePaths.map { FilePath.absolute($0, in: root) }
  }

  /// The target that a file belongs to: the innermost, since one target's folder may hold another's.
  func target(of path: String) -> Target? {
    targets.filter { FilePath.isBelow(path, $0.folder) && !isExcluded(path, from: $0) }
      .max { $0.folder.utf8.count < $1.folder.utf8.count }
  }

  private func isExcluded(_ path: String, from target: Target) -> Bool {
    target.declaration.exclude.contains { FilePath.isBelow(path, FilePath.absolute($0, in: target.folder)) }
  }

  private static func folder(of target: Manifest.Target, in root: String, isOnly: Bool) -> String? {
    if let path = target.path { return FilePath.absolute(path, in: root) }
    // The folders that SwiftPM itself looks into, in its order.
    let parents =
      switch target.kind {
      case .test: ["Tests", "Sources", "Source", "src", "srcs"]
      case .plugin: ["Plugins"]
      default: ["Sources", "Source", "src", "srcs"]
      }
    for parent in parents where isFolder("\(root)/\(parent)/\(target.name)") {
      return "\(root)/\(parent)/\(target.name)"
    }
    // A package with one target may keep its files in `Sources` itself.
    guard isOnly, target.kind != .test, target.kind != .plugin else { return nil }
    return parents.map { "\(root)/\($0)" }.first(where: isFolder)
  }

  private static func isFolder(_ path: String) -> Bool {
    (try? FileStatus(path))?.kind == .folder
  }

  /// A target's name may hold what a module's may not: `swift-format` is imported as `swift_format`.
  private static func moduleName(_ target: String) -> String {
    String(target.map { $0.isLetter || $0.isNumber || $0 == "_" ? $0 : "_" })
  }
}
