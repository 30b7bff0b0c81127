import Model
import Rules

/// The rules as a table in Markdown, for a README: a row for each, sorted as they are listed.
struct RuleTable {
  private static let head = ["Rule", "What it finds", "Languages"]

  var pages: [RulePage]
  /// The files of the pages that stand in `rules/`; the others are named as the user named them.
  var builtIn: Set<String>

  var markdown: String {
    ([Self.head, Self.head.map { _ in "---" }] + pages.map(cells)).map { "| \($0.joined(separator: " | ")) |\n" }
      .joined()
  }

  private func cells(_ page: RulePage) -> [String] {
    [
      "[`\(page.name)`](\(builtIn.contains(page.location.file) ? "rules/" : "")\(page.location.file))",
      page.summary.replacing("|", with: "\\|"), page.languages.joined(separator: ", "),
    ]
  }
}

extension RulePage {
  /// The languages of its examples: what the rule is tested on.
  var languages: [String] {
    [(Summary.Language.swift, "Swift"), (.c, "C")].filter { language, _ in
      examples.contains { $0.language == language }
    }.map(\.1)
  }
}
