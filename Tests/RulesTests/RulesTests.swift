import Model
import Rules
import TestSupport
import Testing

@Suite struct RulesTests {
  @Test func theBuiltInTextIsWellFormed() throws {
    let rules = try Rules.builtIn()
    #expect(rules.facts.contains { $0.symbol.language == .c } && rules.facts.contains { $0.symbol.language == .swift })
    #expect(rules.pages.map(\.name) == rules.pages.map(\.name).sorted())
    #expect(
      Set(rules.pages.map(\.name)).isSuperset(of: [
        "async-let-unawaited", "blocking-call", "blocking-while-locked", "busy-wait", "cancellation-swallowed",
        "continuation-not-resumed", "detached-is-not-offload", "future-dropped", "group-results-dropped",
        "hidden-block", "lock-across-await", "lock-around-continuation", "loop-without-suspension", "needless-async",
        "promise-not-completed", "request-result-ignored", "sync-call-with-async-twin", "sync-over-async",
        "task-error-dropped", "thread-not-joined", "unused-suppression",
      ]))
  }

  @Test func aPageIsReadWithItsFrontMatter() throws {
    let text = """
      ---
      summary: waits  # a comment
      pattern: call
      kinds: sleep, wait
      contexts: actor, main-actor
      inside: detached
      waits: own-executor
      since: 0.1
      ---

      # Title
      """
    let page = try #require(try Rules(files: [("my-rule.md", text)]).pages.first)
    #expect(page.name == "my-rule")
    #expect(page.summary == "waits")
    #expect(page.kinds == [.sleep, .wait])
    #expect(page.contexts == [.actor, .mainActor])
    #expect(page.isInsideDetached && page.isOwnExecutor)
    #expect(page.text == "# Title")
  }

  @Test func anExampleKnowsItsLabelsAndItsPlace() throws {
    let text = """
      ---
      summary: x
      pattern: call
      since: 0.1
      ---
      ```swift NIOCore
      f()
      g()  // finding: a, b  // missed: b
      h("http://x")  // false alarm: a
      ```
      ```sh
      // finding: nothing
      ```
      """
    let pages = try Rules(files: [("a.md", text), ("b.md", text)]).pages
    let example = try #require(pages[0].examples.first)
    #expect(pages[0].examples.count == 1)
    #expect(example.needs == ["NIOCore"])
    #expect(example.location == RuleLocation(file: "a.md", line: 7))
    #expect(
      example.expectations == [
        .init(label: .finding, rule: "a", line: 2), .init(label: .finding, rule: "b", line: 2),
        .init(label: .missed, rule: "b", line: 2), .init(label: .falseAlarm, rule: "a", line: 3),
      ])
    #expect(example.source.hasPrefix("f()\ng()"))
  }

  @Test func pedanticIsAWordAboutTheRunAndNoModule() throws {
    let front = "---\nsummary: x\npattern: call\nsince: 0.1\n---\n"
    let text = front + "```swift pedantic\nf()\n```\n```swift NIOCore pedantic\ng()\n```\n```swift\nh()\n```\n"
    let examples = try #require(try Rules(files: [("a.md", text)]).pages.first).examples
    #expect(examples.map(\.needs) == [[], ["NIOCore"], []])
    #expect(examples.map(\.isPedantic) == [true, true, false])
  }

  @Test func whatAUserSaysReplacesWhatWasSaid() throws {
    let base = try Rules(files: [
      ("c/a.facts", "sleep blocks sleep see timer\nwait blocks wait\nremedy timer * wait less")
    ])
    let sum = try base.adding([("mine/c/b.facts", "sleep blocks sleep note see timer\nremedy timer * sleep less")])
    #expect(sum.facts.count == 2)
    let sleep = try #require(sum.facts.first { $0.symbol.name == "sleep" })
    #expect(sleep.claim == .blocks(.sleep, severity: .note, awaits: nil))
    #expect(sum.remedies.map(\.text) == ["sleep less"])
  }

  @Test func aUsersFactMayNameABuiltInRemedyOnly() throws {
    let base = try Rules(files: [("c/a.facts", "remedy timer * a timer")])
    #expect(throws: Never.self) { try base.adding([("c/b.facts", "f blocks wait see timer")]) }
    #expect(throws: RulesError.self) { try base.adding([("c/b.facts", "f blocks wait see tmr")]) }
  }

  @Test func theReadmeIsNoPage() throws {
    #expect(try Rules(files: [("README.md", "no front matter")]).pages.isEmpty)
  }
}
