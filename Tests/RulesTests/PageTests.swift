import Model
import Rules
import TestSupport
import Testing

@Suite struct PageTests {
  @Test(arguments: Pages.examples) func reportsWhatTheLabelsSay(_ example: PageExample) {
    let findings = lint(example.example.source, language: example.example.language)
    let reported = Set(findings.map { Key(rule: $0.rule, line: $0.place.line) })
    var right = reported
    for expectation in example.example.expectations {
      let key = Key(rule: expectation.rule, line: expectation.line)
      let isReported = right.remove(key) != nil
      let location = example.location(line: expectation.line)
      switch expectation.label {
      case .finding:
        if !isReported { Issue.record("missing \(expectation.rule)", sourceLocation: location) }
      case .missed:
        if isReported { Issue.record("\(expectation.rule) is found now: label it finding", sourceLocation: location) }
      case .falseAlarm:
        if !isReported { Issue.record("\(expectation.rule) is silent now: drop the label", sourceLocation: location) }
      }
    }
    for finding in findings where right.contains(Key(rule: finding.rule, line: finding.place.line)) {
      Issue.record(
        "unexpected \(finding.rule): \(finding.message)", sourceLocation: example.location(line: finding.place.line))
    }
  }

  private struct Key: Hashable {
    var rule: String
    var line: Int
  }

  @Test(arguments: Pages.all) func hasAFaultyAndACleanLineInEachLanguageItSpeaks(_ page: RulePage) {
    for language in Set(page.examples.map(\.language)) {
      let examples = page.examples.filter { $0.language == language }
      let labels = examples.flatMap(\.expectations)
      #expect(labels.contains { $0.rule == page.name && $0.label != .falseAlarm }, "no finding in \(language)")
      let lines = examples.map { $0.source.split(separator: "\n", omittingEmptySubsequences: false) }
      let clean = lines.joined().count { $0.hasSuffix(")") || $0.hasSuffix(");") }
      #expect(clean > 0, "no clean call in \(language)")
    }
  }

  @Test func blockingCallIsRichInBothLanguages() throws {
    let page = try #require(Pages.all.first { $0.name == "blocking-call" })
    for language in [Summary.Language.swift, .c] {
      let examples = page.examples.filter { $0.language == language }
      let labelled = examples.flatMap(\.expectations).filter { $0.label == .finding }.count
      #expect(labelled >= 10, "\(labelled) findings in \(language)")
    }
  }

  @Test(arguments: Pages.examples) func messagesAreLowerCaseWithoutFullStop(_ example: PageExample) {
    for finding in lint(example.example.source, language: example.example.language) {
      let location = example.location(line: finding.place.line)
      #expect(!finding.message.hasSuffix("."), sourceLocation: location)
      // A message may start with a symbol, and symbols are spelled as they are.
      let first = finding.message.first
      let startsWithSymbol = finding.path.contains { finding.message.hasPrefix($0.symbol) }
      #expect(first?.isUppercase == false || startsWithSymbol, "\(finding.message)", sourceLocation: location)
    }
  }

  @Test(arguments: Pages.all) func speaksToEveryWorld(_ page: RulePage) {
    for world in ["Swift concurrency", "NIO", "main queue", "libuv", "libevent", "GLib"] where page.pattern != .comment
    {
      #expect(page.text.contains(world), "\(page.name).md says nothing of \(world)")
    }
    for heading in ["## What to do instead", "## Limits", "## Examples"] {
      #expect(page.text.contains(heading), "\(page.name).md has no \"\(heading)\"")
    }
  }

  @Test(arguments: Pages.findings) func findingsStandInTheirLineWithAPathAndARemedy(_ line: LabelledLine) throws {
    let source = line.example.example.source
    let finding = try #require(
      lint(source, language: line.example.example.language).of(line.expectation.rule, line: line.expectation.line)
        .first,
      sourceLocation: line.location)
    #expect(finding.place.column >= 1 && finding.place.column <= line.text.utf8.count, sourceLocation: line.location)
    if line.example.page.pattern != .comment, finding.rule != "unused-suppression" {
      #expect(!finding.path.isEmpty, sourceLocation: line.location)
    }
    #expect(finding.remedy?.isEmpty != true, sourceLocation: line.location)
  }
}
