package import Model

/// What a `Package.swift` says about the code beside it, as far as reading it without running it tells.
package struct Manifest: Hashable, Sendable {
  package struct Target: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
      case regular = "target"
      case executable = "executableTarget"
      case test = "testTarget"
      case plugin
      case macro
      case system = "systemLibrary"
      case binary = "binaryTarget"
    }

    package var name: String
    package var kind: Kind
    /// Relative to the package; nil means SwiftPM's own layout.
    package var path: String?
    package var exclude: [String] = []
    /// Targets and products, by name.
    package var dependencies: [String] = []
    package var publicHeadersPath: String?
    /// What C files of the target are compiled with.
    package var headerSearchPaths: [String] = []
    package var defines: [String] = []
    package var defaultIsolation = Isolation.unspecified
    package var isNonsendingByDefault = false

    package init(name: String, kind: Kind) {
      self.name = name
      self.kind = kind
    }
  }

  /// Nil where it is computed.
  package var name: String?
  package var targets: [Target]
  /// Packages it uses from a folder: `.package(path: "../Core")`.
  package var packagePaths: [String]

  package init(name: String? = nil, targets: [Target] = [], packagePaths: [String] = []) {
    self.name = name
    self.targets = targets
    self.packagePaths = packagePaths
  }
}
