import Model
import Rules
import Testing

@Suite struct FactTableTests {
  private func symbol(_ spelling: String) throws -> FactSymbol {
    try #require(try Rules(files: [("swift/a.facts", "\(spelling) blocks wait")]).facts.first).symbol
  }

  @Test func writtenLabelsMustBeDeclared() throws {
    let wait = try symbol("M.S.wait(timeout:)")
    #expect(wait.accepts(labels: ["timeout"]))
    #expect(!wait.accepts(labels: []))
    #expect(!wait.accepts(labels: [nil]))
    #expect(!wait.accepts(labels: ["timeout", nil]))
  }

  @Test func optionalLabelsMayBeMissing() throws {
    let async = try symbol("M.Q.async(group?:qos?:flags?:execute:)")
    #expect(async.accepts(labels: ["execute"]))
    #expect(async.accepts(labels: ["qos", "execute"]))
    #expect(!async.accepts(labels: ["flags", "qos", "execute"]))
    #expect(!async.accepts(labels: ["qos"]))
  }

  @Test func trailingClosuresFillTheLastParameters() throws {
    let async = try symbol("M.Q.async(group?:qos?:flags?:execute:)")
    #expect(async.accepts(labels: [], trailingClosures: 1))
    #expect(async.accepts(labels: ["group"], trailingClosures: 1))
    #expect(!async.accepts(labels: [], trailingClosures: 5))
    #expect(!(try symbol("M.f()")).accepts(labels: [], trailingClosures: 1))
  }

  @Test func anArgumentMeetsItsParameter() throws {
    let animate = try symbol("M.animate(for:delay?:body:completion?:)")
    let closure = Argument(value: .closure(0), isTrailing: true)
    let match = animate.match([Argument(label: "for", value: .integer(1)), closure])
    #expect(match?.parameters == [0, 2])
    #expect(match?.omitted == 2)
    let both = animate.match([
      Argument(label: "for", value: .integer(1)), closure,
      Argument(label: "completion", value: .closure(1), isTrailing: true),
    ])
    #expect(both?.parameters == [0, 2, 3])
  }

  @Test func aRequiredParameterComesBeforeOneWithDefault() throws {
    let measure = try symbol("M.measure(_:file?:line?:)")
    #expect(measure.match([Argument(value: .closure(0), isTrailing: true)])?.parameters == [0])
  }

  @Test func aPropertyIsNotCalled() throws {
    #expect(!(try symbol("M.S.count")).accepts(labels: []))
    #expect(try symbol("M.f(...)").accepts(labels: ["a", nil], trailingClosures: 2))
  }

  @Test func factsAreFoundByNameAndByType() throws {
    let table = FactTable(
      try Rules(files: [
        ("swift/a.facts", "M.T.sleep() blocks sleep\nM.O.T.wait blocks wait\nM.T refines M.U"),
        ("c/a.facts", "sleep blocks sleep\nhooks.read runs field on event-loop"),
      ]))
    #expect(table.facts(named: "sleep").map(\.symbol.spelling) == ["M.T.sleep()"])
    #expect(table.facts(named: "sleep", language: .c).map(\.symbol.spelling) == ["sleep"])
    #expect(table.facts(named: "T").map(\.symbol.spelling) == ["M.T"])
    #expect(table.facts(membersOf: ["O", "T"]).map(\.symbol.name) == ["wait"])
    #expect(table.facts(membersOfTypesNamed: "T").map(\.symbol.name) == ["sleep", "wait"])
    #expect(table.facts(membersOf: ["hooks"], language: .c).count == 1)
  }
}

@Suite struct RemedyTests {
  private let rules = try? Rules(files: [
    (
      "swift/a.facts",
      "remedy timer NIOCore schedule\nremedy timer swift Task.sleep\nremedy pause * later\nremedy pause UIKit now"
    ),
    ("c/a.facts", "remedy timer uv.h uv_timer_start\nremedy timer * a timer\nremedy exit c pidfd"),
  ])

  @Test func theFirstEntryThatTheFileImportsIsMeant() throws {
    let rules = try #require(rules)
    #expect(rules.remedy(.named("timer"), importing: ["NIOCore", "Foundation"]) == "schedule")
    #expect(rules.remedy(.named("timer"), importing: ["Foundation"]) == "Task.sleep")
    #expect(rules.remedy(.named("timer"), importing: ["uv.h", "stdio.h"]) == "uv_timer_start")
    #expect(rules.remedy(.named("timer"), importing: [], language: .c) == "a timer")
  }

  @Test func theStarComesLast() throws {
    let rules = try #require(rules)
    #expect(rules.remedy(.named("pause"), importing: ["UIKit"]) == "now")
    #expect(rules.remedy(.named("pause"), importing: []) == "later")
  }

  @Test func swiftFallsBackToTheRemediesOfC() throws {
    let rules = try #require(rules)
    #expect(rules.remedy(.text("x"), importing: []) == "x")
    #expect(rules.remedy(nil, importing: []) == nil)
    #expect(rules.remedy(.named("exit"), importing: []) == nil)
    #expect(rules.remedy(.named("exit"), importing: [], language: .c) == "pidfd")
  }
}
