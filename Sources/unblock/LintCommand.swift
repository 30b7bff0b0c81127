import ArgumentParser
import Foundation
import Linter
import Model
import Reports
import Rules

struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Reports blocking calls that async code reaches, and work that nobody waits for.",
    discussion: """
      Findings go to standard output, everything else to standard error.

        unblock lint --format sarif --output unblock.sarif     for code scanning
        unblock lint --format github                           annotations in GitHub Actions
        unblock lint --select blocking-call:sleep              one kind of one rule
        unblock lint --pedantic --min-confidence possible      everything, the doubtful too
        unblock lint --staged                                  what the next commit would change
        unblock lint --evidence stalls.jsonl                   what stalled in production comes first
        unblock lint --diff                                    what --fix would change
        unblock lint --fix                                     changes it, and reports what is left
        swift build && unblock lint                            with the compiler's own answers
        bear -- make && unblock lint src                       C, with a compile database

      A package's manifest, its debug build with the index store, its .build/checkouts and a compile_commands.json in \
      the folder, above it or in build/ are found without asking. Files over 10 MB are skipped. A file that cannot be read is named on standard error and \
      counted in the report; the others are still read.

      A safe fix keeps what the program does, blocking aside; --unsafe-fixes adds those that may not, or may need a hand \
      to compile: review them. Fixes are for Swift code that may await; a file with syntax errors is left alone.

      Exit status: 0 nothing to report (--diff: nothing to change), 1 findings, 2 the tool could not do its work (usage, a named path that cannot \
      be read; a stall log that is none).
      """)

  @ArgumentParser.Argument(help: "Files and folders; the current folder when there is none.")
  var paths: [String] = []

  @Option(help: "How to report: text, json, sarif or github.")
  var format = Format.text

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write the report there instead of to the screen.", valueName: "file"))
  var output: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Report these rules only: RULE or RULE:KIND, separated by commas.", valueName: "rules"))
  var select: [String] = []

  @Option(parsing: .singleValue, help: ArgumentHelp("Do not report these.", valueName: "rules"))
  var ignore: [String] = []

  @Option(help: "How sure a finding must be: possible, inferred or resolved.")
  var minConfidence = Confidence.inferred

  @Flag(help: "Report notes, too: what blocks on paper but is tolerable in most programs.")
  var pedantic = false

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A stall log of a running program: findings that were seen in it are marked, come first and are never hidden. "
        + "The option may be repeated.", valueName: "file"))
  var evidence: [String] = []

  @Option(help: ArgumentHelp("The compile database for C files.", valueName: "file"))
  var compileCommands: String?

  @OptionGroup var index: IndexOption

  @Flag(inversion: .prefixedNo, help: "Read the sources in .build/checkouts to learn which functions there block.")
  var dependencies = true

  @Option(help: "How many files are read at the same time; the machine's cores by default.")
  var jobs: Int?

  @Flag(help: "Apply the safe fixes, and report what is left.")
  var fix = false

  @Flag(help: "Print what the fixes would change instead of changing it; exit with 1 if they would.")
  var diff = false

  @Flag(help: "With --fix and --diff: also those that may change what the program does.")
  var unsafeFixes = false

  @Flag(help: "Warnings count as errors, and a file that was skipped or read in part makes the run fail with 2.")
  var strict = false

  @Flag(help: "Exit with 0 even when there are findings.")
  var exitZero = false

  @Flag(help: "Read from git's index and report on staged files only, for use in a hook.")
  var staged = false

  @Flag(name: .shortAndLong, help: "Print the report and nothing else.")
  var quiet = false

  @Option(help: "Colours in the text report: auto, always or never.")
  var color = ColorChoice.auto

  @OptionGroup var rules: RulesOption

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs needs a number from 1 up; it is \(jobs)") }
    if unsafeFixes, !fix, !diff { throw ValidationError("--unsafe-fixes goes with --fix or --diff") }
    if staged, fix || diff {
      throw ValidationError("--fix changes the work tree, and --staged reads git's index; fix first, then stage")
    }
    if diff, format != .text { throw ValidationError("--diff prints a diff and no report; leave --format out") }
  }

  func run() throws {
    let rules = try rules.load()
    let progress = ProgressLine()
    var options = options
    if !evidence.isEmpty { options.stalls = try StallLogs(paths: evidence).summary(isQuiet: quiet) }
    if Console.isErrorTerminal, !quiet { options.progress = { progress.show($0, of: $1) } }
    let linter = Linter(rules: rules, options: options)
    var result: LintResult
    var counts: FixCounts?
    var isUnchanged = false
    if fix || diff {
      let fixing = try Fixing(Fixer(linter, allowsUnsafe: unsafeFixes), options: options)
      progress.clear()
      if diff {
        throw try fixing.show(colors: output == nil && color.isOn, to: ReportFile(path: output), isQuiet: quiet)
      }
      isUnchanged = !fixing.write()
      (result, counts) = (fixing.result.lint, fixing.counts)
    } else {
      result = try linter.run(toolVersion: Unblock.version)
      progress.clear()
    }
    if strict { result.report.findings = result.report.findings.map(\.strict) }
    if !quiet { ProblemLines(result.problems).print() }
    var reportOptions = reportOptions(rules, result)
    reportOptions.fixed = counts
    try ReportFile(path: output).write(format.render(result.report, reportOptions))
    throw isUnchanged ? ExitStatus.failed : status(of: result)
  }

  private var options: LintOptions {
    var options = LintOptions()
    options.paths = paths
    options.compileCommands = compileCommands
    options.index = index.choice
    options.jobs = jobs
    options.readsDependencies = dependencies
    options.isStaged = staged
    options.selection.selected = patterns(select)
    options.selection.ignored = patterns(ignore)
    options.selection.minimumConfidence = minConfidence
    options.selection.showsNotes = pedantic
    return options
  }

  private func patterns(_ texts: [String]) -> [Selection.Pattern] {
    texts.flatMap { $0.split(separator: ",") }.map { Selection.Pattern(String($0)) }
  }

  private func reportOptions(_ rules: Rules, _ result: LintResult) -> ReportOptions {
    var options = ReportOptions()
    options.colors = output == nil && color.isOn
    options.ruleDescriptions = rules.pages.map { RuleDescription(name: $0.name, summary: $0.summary, text: $0.text) }
    options.hiddenCounts = HiddenCounts(notes: result.hiddenNotes, possible: result.hiddenUncertain)
    options.buildCommand = result.buildCommand
    let lines = result.sourceLines
    options.sourceLine = { lines.line(at: $0) }
    let files = result.fixableFiles
    options.sourcePlace = { file, offset in files[file]?.place(ofByte: offset, name: file) }
    return options
  }

  private func status(of result: LintResult) -> ExitStatus {
    if result.isIncomplete || strict && !result.problems.isEmpty { return .failed }
    return result.report.findings.isEmpty || exitZero ? .clean : .findings
  }
}

extension Format: ExpressibleByArgument {}
extension Confidence: ExpressibleByArgument {}

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  var isOn: Bool {
    switch self {
    case .auto: Console.prefersColors
    case .always: true
    case .never: false
    }
  }
}

extension Finding {
  fileprivate var strict: Finding {
    var finding = self
    if severity == .warning { finding.severity = .error }
    return finding
  }
}
