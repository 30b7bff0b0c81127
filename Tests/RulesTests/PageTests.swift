import Model
import Rules
import TestSupport
import Testing

@Suite struct PageTests {
  @Test(arguments: Pages.examples) func reportsWhatTheLabelsSay(_ example: PageExample) {
    let findings = example.lint()
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
    for finding in example.lint() {
      let location = example.location(line: finding.place.line)
      #expect(!finding.message.hasSuffix("."), sourceLocation: location)
      // A message may start with a symbol, and symbols are spelled as they are.
      let first = finding.message.first
      let symbols = finding.path.map(\.symbol) + [finding.context.symbol]
      let startsWithSymbol = symbols.contains { finding.message.hasPrefix($0) }
      #expect(first?.isUppercase == false || startsWithSymbol, "\(finding.message)", sourceLocation: location)
    }
  }

  @Test(arguments: Pages.all) func speaksToEveryWorld(_ page: RulePage) {
    for world in page.worlds {
      #expect(page.text.contains(world), "\(page.name).md says nothing of \(world)")
    }
    for heading in ["## What to do instead", "## Limits", "## Examples"] {
      #expect(page.text.contains(heading), "\(page.name).md has no \"\(heading)\"")
    }
  }

  @Test(arguments: Pages.findings) func findingsStandInTheirLineWithAPathAndARemedy(_ line: LabelledLine) throws {
    let finding = try #require(
      line.example.lint().of(line.expectation.rule, line: line.expectation.line).first, sourceLocation: line.location)
    #expect(finding.place.column >= 1 && finding.place.column <= line.text.utf8.count, sourceLocation: line.location)
    if line.example.page.pattern != .comment, finding.rule != "unused-suppression" {
      #expect(!finding.path.isEmpty, sourceLocation: line.location)
    }
    #expect(finding.remedy?.isEmpty != true, sourceLocation: line.location)
  }
}

extension RulePage {
  /// Whom the page has to tell what to do instead: everybody where the fault can be made everywhere, else those who can make it.
  fileprivate var worlds: [String] {
    switch pattern {
    case .call, .spin, .held, .endless: ["Swift concurrency", "NIO", "main queue", "libuv", "libevent", "GLib"]
    case .comment: []
    default:
      (examples.contains { $0.language == .swift } ? ["Swift concurrency"] : [])
        + (examples.contains { $0.needs.contains { $0.hasPrefix("NIO") } } ? ["NIO"] : [])
        + (examples.contains { $0.language == .c } ? ["libuv", "libevent", "GLib"] : [])
    }
  }
}
