import Model

/// What git's index holds: the state that the next commit would make.
struct Stage {
  /// The files that the commit adds or changes; absolute.
  let files: [String]
  /// The text of every source file that the work tree holds otherwise, by absolute path.
  let contents: [String: [UInt8]]

  /// Only files below the paths are reported on; no paths means all.
  init(paths: [String], workingDirectory: String) throws(LinterError) {
    let git = try Git(in: workingDirectory)
    let folders = paths.map { FilePath.absolute($0, in: workingDirectory) }
    let staged = try git.stagedFiles()
    files = staged.filter { file in
      SourceFile.language(of: file, isNamed: false) != nil
        && (folders.isEmpty || folders.contains { FilePath.isBelow(file, $0) })
    }
    var contents: [String: [UInt8]] = [:]
    // Headers too: a C file is read with the headers it includes.
    for file in staged where SourceFile.language(of: file, isNamed: true) != nil {
      contents[file] = try git.stagedContents(of: file)
    }
    for file in try git.unstagedFiles() where SourceFile.language(of: file, isNamed: true) != nil {
      // A file in conflict has no single text in the index; its work tree text will do for context.
      contents[file] = contents[file] ?? (try? git.stagedContents(of: file))
    }
    self.contents = contents
  }
}
