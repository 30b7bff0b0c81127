package import Model

/// A C file and how to read it.
package struct TranslationUnit: Hashable, Sendable {
  /// As findings should name it; relative to `directory` unless absolute or `path` tells where it is.
  package var file: String
  /// Where the file is, when its name for findings starts elsewhere than `directory`.
  package var path: String?
  /// Where relative paths in `arguments` start.
  package var directory: String
  /// Already judged by `CompileArguments`.
  package var arguments: [String]
  package var resolution: Summary.Resolution
  /// The contents to read instead of the file's, such as what is staged for a commit.
  package var unsavedText: String?
  /// Headers below this folder are named relative to it, all others by their absolute path.
  package var root: String?

  package init(
    file: String, directory: String, arguments: [String], resolution: Summary.Resolution, unsavedText: String? = nil,
    root: String? = nil
  ) {
    self.file = file
    self.directory = directory
    self.arguments = arguments
    self.resolution = resolution
    self.unsavedText = unsavedText
    self.root = root
  }

  /// A file that a compile database describes.
  package init(_ entry: CompileDatabase.Entry, root: String? = nil, unsavedText: String? = nil) {
    self.init(
      file: entry.file, directory: entry.directory, arguments: entry.arguments, resolution: .resolved,
      unsavedText: unsavedText, root: root)
    guard root != nil else { return }
    path = absolutePath
    file = shown(absolutePath)
  }

  /// A file of a SwiftPM target, with the folders and definitions that the manifest gives it.
  package static func target(
    file: String, directory: String, includeDirectories: [String], defines: [String] = [], root: String? = nil,
    unsavedText: String? = nil
  ) -> TranslationUnit {
    TranslationUnit(
      file: file, directory: directory,
      arguments: includeDirectories.map { "-I\($0)" } + defines.map { "-D\($0)" }, resolution: .syntax,
      unsavedText: unsavedText, root: root)
  }

  /// A file that nothing describes. Headers are looked for in its folder, in those above it up to `root` (four without
  /// one), and in the `include` folders there.
  package static func loose(
    file: String, directory: String, root: String? = nil, unsavedText: String? = nil
  ) -> TranslationUnit {
    let path = FilePaths.normalised(FilePaths.joined(directory, file))
    var folders: [String] = []
    var folder = FilePaths.parent(path)
    while folders.count < (root == nil ? 5 : 12) {
      folders.append(folder)
      let above = FilePaths.parent(folder)
      if folder == root || above == folder { break }
      folder = above
    }
    // Last of all, so that a project's own `time.h` does not stand in for the system's.
    let arguments =
      folders.flatMap { ["-iquote", $0] } + folders.map { "\($0)/include" }.filter(SourceFile.exists).map { "-I\($0)" }
      + folders.flatMap { ["-idirafter", $0] }
    return TranslationUnit(
      file: file, directory: directory, arguments: arguments, resolution: .syntax, unsavedText: unsavedText, root: root)
  }

  var absolutePath: String { path ?? FilePaths.normalised(FilePaths.joined(directory, file)) }

  var isCxx: Bool {
    let name = FilePaths.name(file)
    let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...] } ?? ""
    return ["cc", "cpp", "cxx", "c++", "C", "hpp", "hh", "hxx", "mm"].contains(ending) || arguments.contains("c++")
  }

  /// A header read on its own; clang would make a precompiled header of it.
  var isHeader: Bool { [".h", ".inc"].contains { file.hasSuffix($0) } }

  /// How findings name a file.
  func shown(_ path: String) -> String {
    guard let root, root != "/", path.hasPrefix("\(root)/") else { return path }
    return String(path.dropFirst(root.count + 1))
  }
}
