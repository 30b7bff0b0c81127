import Linter
import Model
import Testing

@Suite struct FixPlanTests {
  @Test func theFirstOfTwoThatTouchWins() {
    let plan = FixPlan(
      [finding("b", (4, 6, "y")), finding("a", (0, 2, "x"), (5, 5, "z")), finding("c", (8, 9, ""))], allowsUnsafe: false
    )
    #expect(plan.findings.map(\.rule) == ["a", "c"])
    #expect(plan.postponed.map(\.rule) == ["b"])
    #expect(plan.applied(to: "0123456789", of: "f") == "x234z5679")
  }

  @Test func whatLiesBetweenTheEditsOfAFixIsItsOwn() {
    let plan = FixPlan([finding("a", (0, 1, ""), (9, 9, "")), finding("b", (4, 5, ""))], allowsUnsafe: false)
    #expect(plan.postponed.map(\.rule) == ["b"])
  }

  @Test func twoInsertionsAtOnePlaceHaveNoOrder() {
    let plan = FixPlan([finding("a", (3, 3, "x")), finding("b", (3, 3, "y"))], allowsUnsafe: false)
    #expect(plan.findings.map(\.rule) == ["a"])
  }

  @Test func whatTwoRulesSayIsDoneOnce() {
    let plan = FixPlan([finding("a", (3, 3, "x")), finding("b", (3, 3, "x"))], allowsUnsafe: false)
    #expect(plan.findings.count == 2)
    #expect(plan.applied(to: "0123", of: "f") == "012x3")
  }

  @Test func anUnsafeFixWaitsToBeAskedFor() {
    var risky = finding("a", (3, 3, "x"))
    risky.fix?.applicability = .unsafe
    #expect(FixPlan([risky], allowsUnsafe: false).edits.isEmpty)
    #expect(FixPlan([risky], allowsUnsafe: true).findings.count == 1)
  }

  @Test func editsThatDoNotFitAreNotApplied() {
    let plan = FixPlan([finding("a", (3, 30, "x"))], allowsUnsafe: false)
    #expect(plan.applied(to: "0123", of: "f") == nil)
    // In the middle of a character.
    #expect(FixPlan([finding("a", (1, 1, "x"))], allowsUnsafe: false).applied(to: "é", of: "f") == nil)
  }

  private func finding(_ rule: String, _ edits: (Int, Int, String)...) -> Finding {
    let place = Place(file: "f", line: 1, column: 1)
    var finding = Finding(
      rule: rule, kind: nil, severity: .error, confidence: .resolved, place: place, message: "",
      context: Finding.Context(kind: .async, symbol: "", place: nil), path: [])
    finding.fix = Fix(
      applicability: .safe, edits: edits.map { Fix.Edit(file: "f", start: $0.0, end: $0.1, text: $0.2) })
    return finding
  }
}
