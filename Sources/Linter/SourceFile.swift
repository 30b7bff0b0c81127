import Model

/// A file to read, with what its package says about it.
struct SourceFile: Sendable, Hashable {
  /// Absolute, for opening it.
  var path: String
  /// Without symbolic links, as compilers write it down.
  var realPath: String
  /// As findings show it.
  var name: String
  var language: Summary.Language
  var module: ModuleSettings
  /// Read for what it does to its callers; nothing is reported in it.
  var isContext: Bool
  /// The user named this very file.
  var isNamed: Bool

  /// By extension. A header is read with the files that include it, and alone only when it is named.
  static func language(of path: String, isNamed: Bool) -> Summary.Language? {
    let name = FilePath.name(path)
    if name.hasSuffix(".swift") { return .swift }
    if name.hasSuffix(".c") || isNamed && name.hasSuffix(".h") { return .c }
    return nil
  }
}

/// What a build or a package's manifest says about a file.
struct ModuleSettings: Sendable, Hashable {
  /// Empty for files of no package.
  var name = ""
  var isTest = false
  var defaultIsolation = Isolation.unspecified
  var isNonsendingByDefault = false
  /// Where the target's C files look for headers.
  var includeFolders: [String] = []
  var defines: [String] = []
  /// How a build compiled it, where it is C and a build did.
  var compiled: BuildDescription.CSource?
}
