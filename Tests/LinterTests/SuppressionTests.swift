import Model
import Testing

@testable import Linter

@Suite struct SuppressionTests {
  private func finding(_ rule: String, line: Int, confidence: Confidence = .resolved) -> Finding {
    Finding(
      rule: rule, kind: "sleep", severity: .error, confidence: confidence,
      place: Place(file: "a.swift", line: line, column: 3),
      message: "blocks", context: Finding.Context(kind: .async, symbol: "f()", place: nil),
      path: [Finding.Hop(symbol: "sleep", place: nil)])
  }

  private func suppressions(_ rules: [[String]], line: Int = 7) -> Suppressions {
    var summary = Summary(file: "a.swift", language: .swift, module: "A")
    summary.suppressions = rules.enumerated().map { index, rules in
      Suppression(rules: rules, reason: nil, place: Place(file: "a.swift", line: line, column: 20 + index), line: line)
    }
    return Suppressions(summaries: [summary], rules: ["blocking-call", "busy-wait"])
  }

  @Test func aSuppressionSilencesItsRuleOnItsLine() {
    let rest = suppressions([["blocking-call"]]).applied(to: [
      finding("blocking-call", line: 7), finding("busy-wait", line: 7), finding("blocking-call", line: 8),
    ])
    #expect(rest == [finding("busy-wait", line: 7), finding("blocking-call", line: 8)])
  }

  @Test func oneKindOfARuleCanBeSilenced() {
    #expect(suppressions([["blocking-call:sleep"]]).applied(to: [finding("blocking-call", line: 7)]).isEmpty)
    #expect(suppressions([["blocking-call:file"]]).applied(to: [finding("blocking-call", line: 7)]).count == 2)
  }

  @Test func anUnusedSuppressionIsReportedWhereItStands() {
    let rest = suppressions([["blocking-call"]]).applied(to: [])
    #expect(rest.map(\.rule) == ["unused-suppression"])
    #expect(rest.map(\.place) == [Place(file: "a.swift", line: 7, column: 20)])
  }

  @Test func ofTwoRulesTheUnusedOneIsReported() {
    let rest = suppressions([["blocking-call", "busy-wait"]]).applied(to: [finding("busy-wait", line: 7)])
    #expect(rest.map(\.message) == ["suppression of blocking-call suppresses nothing"])
  }

  @Test func aSuppressionWithoutAKnownRuleSilencesNothing() {
    let rest = suppressions([[], ["blokcing-call"]]).applied(to: [finding("blocking-call", line: 7)])
    #expect(rest.map(\.rule) == ["blocking-call", "unused-suppression", "unused-suppression"])
  }

  @Test func aHeaderIncludedTwiceIsSpokenOfOnce() {
    var suppressions = suppressions([["blocking-call"]])
    suppressions = Suppressions(summaries: suppressions.summaries + suppressions.summaries, rules: suppressions.rules)
    #expect(suppressions.applied(to: []).count == 1)
  }

  @Test func whatIsHiddenIsNotUnused() {
    let remaining = suppressions([["blocking-call"]]).applied(to: [
      finding("blocking-call", line: 7, confidence: .possible)
    ])
    #expect(remaining.isEmpty)
  }
}

@Suite struct FingerprintTests {
  private func finding(line: Int, symbol: String = "f()") -> Finding {
    Finding(
      rule: "blocking-call", kind: nil, severity: .error, confidence: .resolved,
      place: Place(file: "a.swift", line: line, column: 1), message: "blocks",
      context: Finding.Context(kind: .async, symbol: symbol, place: nil),
      path: [Finding.Hop(symbol: "sleep", place: nil)])
  }

  @Test func aFingerprintSurvivesMovedLines() {
    let before = Fingerprint.filled([finding(line: 1), finding(line: 5)]).map(\.fingerprint)
    let after = Fingerprint.filled([finding(line: 11), finding(line: 19)]).map(\.fingerprint)
    #expect(before == after)
  }

  @Test func equalCallsInOneFunctionDiffer() {
    let prints = Fingerprint.filled([finding(line: 1), finding(line: 5), finding(line: 9, symbol: "g()")]).map(
      \.fingerprint)
    #expect(Set(prints).count == 3)
    #expect(prints.allSatisfy { $0.utf8.count == 16 })
  }
}

@Suite struct SelectionTests {
  private func finding(_ severity: Severity, _ confidence: Confidence, kind: String = "file") -> Finding {
    Finding(
      rule: "blocking-call", kind: kind, severity: severity, confidence: confidence,
      place: Place(file: "a.swift", line: 1, column: 1), message: "blocks",
      context: Finding.Context(kind: .async, symbol: "f()", place: nil), path: [])
  }

  @Test func notesAndDoubtsAreHiddenUnlessAskedFor() {
    var selection = Selection()
    #expect(selection.shows(finding(.warning, .inferred)))
    #expect(!selection.shows(finding(.note, .resolved)) && selection.isTooMild(finding(.note, .resolved)))
    #expect(!selection.shows(finding(.error, .possible)) && selection.isTooUnsure(finding(.error, .possible)))
    selection.showsNotes = true
    selection.minimumConfidence = .possible
    #expect(selection.shows(finding(.note, .possible)))
  }

  @Test func oneKindOfARuleCanBeChosenOrLeftOut() {
    var selection = Selection()
    selection.selected = [Selection.Pattern("blocking-call:file")]
    #expect(selection.shows(finding(.error, .resolved)))
    #expect(!selection.shows(finding(.error, .resolved, kind: "sleep")))
    selection.ignored = [Selection.Pattern("blocking-call")]
    #expect(!selection.shows(finding(.error, .resolved)))
  }
}
