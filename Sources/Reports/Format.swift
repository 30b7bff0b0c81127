package import Model

/// A form in which findings leave the tool.
package enum Format: String, CaseIterable, Sendable {
  /// For people at a terminal.
  case text
  /// For programs: the tool's own contract.
  case json
  /// SARIF 2.1.0, for code scanning services.
  case sarif
  /// Workflow annotations, for GitHub Actions.
  case github

  /// The whole report, ending in a newline; the same report and options give the same bytes.
  package func render(_ report: Report, _ options: ReportOptions = ReportOptions()) -> String {
    switch self {
    case .text: TextReport(report: report, options: options).text
    case .json: JSONReport(report).text
    case .sarif: SARIFReport(report: report, options: options).text
    case .github: GitHubReport(report: report, options: options).text
    }
  }
}

/// What a report needs to know beside the findings.
package struct ReportOptions: Sendable {
  /// Emphasise with ANSI escapes; `text` only.
  package var colors = false
  package var ruleDescriptions: [RuleDescription] = []
  package var hiddenCounts = HiddenCounts()
  /// What would resolve the Swift files that are not.
  package var buildCommand: String?
  /// The whole source line of a place. It gives `text` its excerpts, and SARIF and GitHub columns in their own units.
  package var sourceLine: (@Sendable (Place) -> String?)?
  /// Where a byte of a file stands. Without it SARIF shows no fixes.
  package var sourcePlace: (@Sendable (_ file: String, _ offset: Int) -> Place?)?
  /// What `--fix` did to the files before the findings were made; nil where it was not asked for.
  package var fixed: FixCounts?

  package init() {}
}

/// What was mended, and what could be.
package struct FixCounts: Hashable, Sendable {
  package var fixed: Int
  /// Findings that only an unsafe fix would mend.
  package var unsafeLeft: Int
  package var allowsUnsafe: Bool

  package init(fixed: Int, unsafeLeft: Int, allowsUnsafe: Bool) {
    self.fixed = fixed
    self.unsafeLeft = unsafeLeft
    self.allowsUnsafe = allowsUnsafe
  }
}

/// What a reader of a report is told about a rule.
package struct RuleDescription: Hashable, Sendable {
  package var name: String
  /// One sentence.
  package var summary: String
  /// The page, in Markdown.
  package var text: String
  /// What most findings of the rule are.
  package var severity: Severity
  package var tags: [String]

  package init(
    name: String, summary: String, text: String, severity: Severity = .warning, tags: [String] = ["concurrency"]
  ) {
    self.name = name
    self.summary = summary
    self.text = text
    self.severity = severity
    self.tags = tags
  }
}

/// Findings that were made but are not in the report.
package struct HiddenCounts: Hashable, Sendable {
  /// Notes that `--pedantic` shows.
  package var notes = 0
  /// Findings that `--min-confidence possible` shows.
  package var possible = 0

  package init(notes: Int = 0, possible: Int = 0) {
    self.notes = notes
    self.possible = possible
  }
}
