import ArgumentParser
import Evidence
import Linter
import Model
import Reports

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Tells what stalled in production, from the logs that StallWatchdog writes.",
    discussion: """
      A site is the innermost line of your own code on the stack that was seen most, or what the thread was doing where \
      no stack was taken. For each site: how many stalls, how long, on which loops, why, and the stacks as a tree, \
      outermost first. Time that was lost and is no stall (a stopped process, a suspended machine, a starved thread) is \
      listed apart.

        unblock report stalls.jsonl*             a rotated log, in any order
        unblock report --format html -o stalls.html stalls.jsonl
        unblock report --lint . stalls.jsonl     what the linter predicts of it
        zcat stalls.gz | unblock report -        from standard input
        unblock lint --evidence stalls.jsonl     findings, seen ones first

      A finding predicts a stall if its path lies on the stack: the place of the finding and every hop after it; else its \
      place or a hop alone, and the report says that the path ends elsewhere. Where the log has no lines, functions are \
      compared instead.

      Damaged lines, such as the last one after a crash, are named on standard error and left out.

      Exit status: 0 the logs were read, whatever they say, 2 a file could not be read or is no stall log.
      """)

  @ArgumentParser.Argument(help: ArgumentHelp("Stall logs; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(help: "How to report: text, json, html or sarif.")
  var format = StallFormat.text

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write the report there instead of to the screen.", valueName: "file"))
  var output: String?

  @Option(help: "What comes first: the greatest total, count, max or p99, or the last that was seen.")
  var sort = StallOrder.total

  @Option(help: ArgumentHelp("Show so many sites.", valueName: "number"))
  var top: Int?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Lint this file or folder, and say which finding predicts a site. The option may be repeated.",
      valueName: "path"))
  var lint: [String] = []

  @Option(
    help: ArgumentHelp("Take the findings from there: what unblock lint --format json wrote.", valueName: "file"))
  var findings: String?

  @OptionGroup var rules: RulesOption

  @Flag(name: .shortAndLong, help: "Do not name damaged lines.")
  var quiet = false

  @Option(help: "Colours in the text report: auto, always or never.")
  var color = ColorChoice.auto

  func validate() throws {
    if files.isEmpty { throw ValidationError("name a stall log, or - for standard input") }
    if let top, top < 1 { throw ValidationError("--top needs a number from 1 up; it is \(top)") }
    if findings != nil, !lint.isEmpty { throw ValidationError("--findings and --lint exclude each other") }
  }

  func run() throws {
    let answer = StallLogs(paths: files).read(isQuiet: quiet)
    // What can be read of several files is worth a report, though the run has failed.
    guard answer.summary.log.first != nil else { throw ExitStatus.failed }
    let folder = FilePath.workingDirectory
    var summary = answer.summary
    if let findings {
      summary = FindingJoin(try FindingsFile(path: findings).findings(), summary, folder: nil).summary
    } else if !lint.isEmpty {
      summary = FindingJoin(try lintFindings(), summary, folder: folder).summary
    }
    summary = LocalFiles(folder: folder).applied(to: summary.arranged(by: sort))
    try ReportFile(path: output).write(format.render(summary, options))
    throw answer.isIncomplete ? ExitStatus.failed : .clean
  }

  private var options: StallReportOptions {
    var options = StallReportOptions()
    options.toolVersion = Unblock.version
    options.colors = output == nil && color.isOn
    options.top = top
    return options
  }

  /// All findings, the mild and the doubtful ones, too: what was seen to stall is neither.
  private func lintFindings() throws -> [Finding] {
    var options = LintOptions()
    options.paths = lint
    options.selection.minimumConfidence = .possible
    options.selection.showsNotes = true
    let result = try Linter(rules: try rules.load(), options: options).run(toolVersion: Unblock.version)
    if !quiet { ProblemLines(result.problems).print() }
    guard !result.isIncomplete else { throw ExitStatus.failed }
    return result.report.findings
  }
}

extension StallFormat: ExpressibleByArgument {}
extension StallOrder: ExpressibleByArgument {}
