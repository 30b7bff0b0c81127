import Foundation
import Model
import SwiftFrontend

/// The packages around the code that is read, and the modules that they offer to it.
struct Packages {
  struct Module {
    var layout: PackageLayout
    var target: PackageLayout.Target
  }

  let readsDependencies: Bool
  private(set) var builds: Builds
  private var layouts: [String: PackageLayout?] = [:]
  private var modules: [String: [Module]] = [:]

  init(readsDependencies: Bool, builds: Builds) {
    self.readsDependencies = readsDependencies
    self.builds = builds
  }

  /// The package whose manifest lies in the folder.
  mutating func package(at root: String) -> PackageLayout? {
    if let known = layouts[root] { return known }
    let layout = PackageLayout(root: root)
    layouts[root] = .some(layout)
    guard let layout else { return nil }
    for target in layout.targets { modules[target.module, default: []].append(Module(layout: layout, target: target)) }
    if readsDependencies { addDependencies(of: layout) }
    return layout
  }

  /// The package that a folder lies in.
  mutating func package(around folder: String) -> PackageLayout? {
    var folder = folder
    while true {
      if let layout = package(at: folder) { return layout }
      guard folder != "/" else { return nil }
      folder = FilePath.parent(folder)
    }
  }

  /// All that were found so far, by folder.
  var all: [PackageLayout] { layouts.values.compactMap { $0 }.sorted { $0.root < $1.root } }

  func modules(named name: String) -> [Module] { modules[name] ?? [] }

  /// What builds compiled for a module that a program may import: the code that plugins made, too, and what a manifest
  /// computes instead of spelling it.
  func builtSources(ofModule name: String) -> [String] {
    guard !modules(named: name).contains(where: \.target.isTest) else { return [] }
    let sources = builds.sources(ofModule: name)
    return readsDependencies ? sources : sources.filter { !$0.contains("/.build/checkouts/") }
  }

  /// What a build says about a file, and what the manifest says where no build does.
  mutating func settings(
    for path: String, realPath: String, in layout: PackageLayout?, isContext: Bool
  ) -> ModuleSettings {
    if let layout, !isContext { builds.add(package: layout.root) }
    let declared = declaredSettings(for: path, in: layout)
    guard let (source, planned) = builds.source(at: realPath, isContext: isContext) else { return declared }
    var settings = declared
    switch source {
    case .swift(let module):
      settings.name = module.name
      // Settings that were edited since the build are found in the manifest only.
      if let layout, layout.written > planned, !declared.name.isEmpty { break }
      settings.defaultIsolation = module.defaultIsolation
      settings.isNonsendingByDefault = module.isNonsendingByDefault
    case .c(let compiled):
      if settings.name.isEmpty { settings.name = compiled.module }
      settings.compiled = compiled
    }
    return settings
  }

  private func declaredSettings(for path: String, in layout: PackageLayout?) -> ModuleSettings {
    guard let layout, let target = layout.target(of: path) else { return ModuleSettings() }
    return ModuleSettings(
      name: target.module, isTest: target.isTest, defaultIsolation: target.declaration.defaultIsolation,
      isNonsendingByDefault: target.declaration.isNonsendingByDefault, includeFolders: includeFolders(for: target),
      defines: target.declaration.defines)
  }

  private mutating func addDependencies(of layout: PackageLayout) {
    let checkouts = layout.root + "/.build/checkouts"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: checkouts)) ?? []).sorted()
    for root in names.map({ checkouts + "/" + $0 }) + layout.packagePaths { _ = package(at: root) }
  }

  private func includeFolders(for target: PackageLayout.Target) -> [String] {
    let folders =
      [target.publicHeaders] + target.declaration.headerSearchPaths.map { FilePath.absolute($0, in: target.folder) }
    var dependencies: [String] = []
    collectHeaders(of: target, into: &dependencies, visited: [])
    return folders + dependencies
  }

  private func collectHeaders(of target: PackageLayout.Target, into folders: inout [String], visited: Set<String>) {
    for name in target.declaration.dependencies where !visited.contains(name) {
      for module in modules(named: name) where !folders.contains(module.target.publicHeaders) {
        folders.append(module.target.publicHeaders)
        collectHeaders(of: module.target, into: &folders, visited: visited.union([name, target.module]))
      }
    }
  }
}
