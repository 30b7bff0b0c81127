package import Model

/// What one run reads and which of its findings it reports.
package struct LintOptions: Sendable {
  /// Files and folders; empty means the working directory.
  package var paths: [String] = []
  /// Where relative paths start, and what reports name files relative to.
  package var workingDirectory = FilePath.workingDirectory
  package var compileCommands: String?
  package var index = Index.automatic
  /// Files read at the same time; the machine's cores when nil.
  package var jobs: Int?
  /// Reads the sources of the packages that the code depends on, to learn which of their functions block.
  package var readsDependencies = true
  /// Reads from git's index and reports on what is staged only.
  package var isStaged = false
  package var selection = Selection()
  /// Texts that are read instead of the files' own, by absolute path.
  package var unsavedTexts: [String: String] = [:]
  /// What running programs were seen to do: findings that predict a stall are marked, and shown though they be mild or
  /// unsure.
  package var stalls: StallSummary?
  /// Called from other threads while files are read: how many are done, of how many.
  package var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?

  package init() {}

  /// Where the compiler's own answers come from.
  package enum Index: Hashable, Sendable {
    /// From the newest debug build of each package.
    case automatic
    /// From the index store there.
    case path(String)
    case off
  }
}

/// What a run found, and what a user should hear about it besides.
package struct LintResult: Sendable {
  package var report: Report
  /// Sorted by file and line.
  package var problems: [Problem]
  /// Something that the user named could not be read at all.
  package var isIncomplete: Bool
  /// Findings of the selected rules that are too mild to show, and those that are too unsure.
  package var hiddenNotes: Int
  package var hiddenUncertain: Int
  /// What would let the compiler resolve Swift files that were read without its answers.
  package var buildCommand: String?
  package var sourceLines: SourceLines
  /// The files with findings that can be mended, by the name that reports give them.
  package var fixableFiles: [String: FixableFile]
}
