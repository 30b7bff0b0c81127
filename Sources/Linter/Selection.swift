package import Model

/// Which findings a run reports.
package struct Selection: Sendable {
  /// A rule, or one kind of it: `blocking-call`, `blocking-call:sleep`.
  package struct Pattern: Hashable, Sendable {
    package var rule: String
    package var kind: String?

    package init(_ text: String) {
      let parts = text.split(separator: ":", maxSplits: 1)
      rule = parts.first.map(String.init) ?? ""
      kind = parts.count > 1 ? String(parts[1]) : nil
    }

    func matches(_ finding: Finding) -> Bool {
      finding.rule == rule && (kind == nil || kind == finding.kind)
    }
  }

  /// Empty means all.
  package var selected: [Pattern] = []
  package var ignored: [Pattern] = []
  package var minimumConfidence = Confidence.inferred
  package var showsNotes = false
  /// Rules whose findings are notes for those who ask for them: who names one has asked.
  var pedanticRules: Set<String> = []

  package init() {}

  func shows(_ finding: Finding) -> Bool {
    isChosen(finding) && (finding.evidence != nil || isSure(finding) && isSevere(finding))
  }

  /// `--pedantic` would show it.
  func isTooMild(_ finding: Finding) -> Bool {
    isChosen(finding) && isSure(finding) && !isSevere(finding) && finding.evidence == nil
  }

  /// A lower `--min-confidence` would show it.
  func isTooUnsure(_ finding: Finding) -> Bool {
    isChosen(finding) && !isSure(finding) && isSevere(finding) && finding.evidence == nil
  }

  func isChosen(_ finding: Finding) -> Bool {
    (selected.isEmpty || selected.contains { $0.matches(finding) }) && !ignored.contains { $0.matches(finding) }
  }

  private func isSure(_ finding: Finding) -> Bool { finding.confidence >= minimumConfidence }

  private func isSevere(_ finding: Finding) -> Bool {
    showsNotes || finding.severity > .note
      || pedanticRules.contains(finding.rule) && selected.contains { $0.rule == finding.rule }
  }

  /// Refuses names that no rule and no kind has: a misspelt `--ignore` would be found out too late.
  func validate(rules: [String], kinds: [String]) throws(LinterError) {
    for pattern in selected + ignored {
      guard rules.contains(pattern.rule) else { throw .unknownRule(pattern.rule, known: rules) }
      if let kind = pattern.kind, !kinds.contains(kind) { throw .unknownKind(kind, known: kinds) }
    }
  }
}
