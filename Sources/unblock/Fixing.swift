import Linter
import Reports

/// What becomes of the fixes of a run: files change, or a diff is shown.
struct Fixing {
  let result: FixResult
  private let options: LintOptions
  private let allowsUnsafe: Bool

  init(_ fixer: Fixer, options: LintOptions) throws {
    result = try fixer.run(toolVersion: Unblock.version)
    allowsUnsafe = fixer.allowsUnsafe
    self.options = options
  }

  var counts: FixCounts {
    FixCounts(fixed: result.fixed, unsafeLeft: result.unsafeLeft, allowsUnsafe: allowsUnsafe)
  }

  /// Prints the diff; the status says whether there is one.
  func show(colors: Bool, to file: ReportFile, isQuiet: Bool) throws -> ExitStatus {
    if !isQuiet { ProblemLines(result.lint.problems).print() }
    try file.write(
      result.changes.map { UnifiedDiff(name: $0.name, before: $0.before, after: $0.after).text(colors: colors) }
        .joined())
    if !isQuiet { Console.error(counts.conditionalLine) }
    if result.lint.isIncomplete { return .failed }
    return result.changes.isEmpty ? .clean : .findings
  }

  /// False when a file could not be changed, which is said.
  func write() -> Bool {
    let replacement = FileReplacement(paths: options.paths, workingDirectory: options.workingDirectory)
    var isDone = true
    for change in result.changes {
      do throws(FileReplacement.Fault) { try replacement.write(change) } catch {
        isDone = false
        Console.error("\(change.name): not changed: \(error.text)")
      }
    }
    return isDone
  }
}
