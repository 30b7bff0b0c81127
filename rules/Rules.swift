/// All that is known: facts, remedies and rule pages.
package struct Rules: Sendable {
  package var facts: [Fact]
  package var remedies: [RemedyEntry]
  package var pages: [RulePage]

  package init(facts: [Fact] = [], remedies: [RemedyEntry] = [], pages: [RulePage] = []) {
    self.facts = facts
    self.remedies = remedies
    self.pages = pages
  }

  /// The rules that come with the tool, from the text embedded in the binary.
  package static func builtIn() throws(RulesError) -> Rules {
    try Rules(files: EmbeddedRules.files)
  }

  /// Reads fact files (`*.facts`; those below `c/` speak of C) and pages (`*.md`, `README.md` aside).
  package init(files: [(name: String, text: String)]) throws(RulesError) {
    self.init()
  }
}

/// A line of `rules/` that cannot be read.
package enum RulesError: Error, Hashable, Sendable {
  case malformed(RuleLocation, found: String, expected: String)
}
