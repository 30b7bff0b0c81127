import Model
import TestSupport
import Testing

/// Labels fail in both directions: what they promise must be found, and nothing else.
@Suite struct LabelTests {
  private func disagree(_ line: String, _ confidence: Confidence?, _ tier: Tier) -> [String] {
    let finding = confidence.map {
      Finding(
        rule: "r", kind: nil, severity: .error, confidence: $0, place: Place(file: "a.swift", line: 1, column: 1),
        message: "m", context: Finding.Context(kind: .async, symbol: "f()", place: nil), path: [])
    }
    return disagreements(of: Label.all(in: line), with: finding.map { [$0] } ?? [], in: tier).map(\.text)
  }

  @Test func aLabelHoldsForItsTier() {
    #expect(disagree("f()  // finding(index): r", nil, .syntax) == [])
    #expect(disagree("f()  // finding(index): r", nil, .index) == ["missing r"])
    #expect(disagree("f()  // finding(index): r", .resolved, .index) == [])
    #expect(disagree("f()  // finding(index): r", .inferred, .syntax) == ["r (inferred): m"])
  }

  @Test func withTheIndexAFindingIsResolvedUnlessTheLabelSaysOtherwise() {
    #expect(disagree("f()  // finding: r", .inferred, .syntax) == [])
    #expect(disagree("f()  // finding: r", .inferred, .index) == ["r is only inferred here"])
    #expect(disagree("f()  // finding(inferred): r", .resolved, .index) == ["r is resolved here"])
    #expect(disagree("f()  // finding(index, inferred): r", .inferred, .index) == [])
  }

  @Test func aKnownWrongAnswerFailsWhenItBecomesRight() {
    #expect(disagree("f()  // missed: r - why", nil, .index) == [])
    #expect(disagree("f()  // missed: r", nil, .index) == ["missed without a reason"])
    #expect(
      disagree("f()  // missed: r - why", .resolved, .index) == ["r (resolved): m", "r is found now: no longer missed"])
    #expect(disagree("f()  // false alarm(syntax): r - why", .inferred, .syntax) == [])
    #expect(disagree("f()  // false alarm(syntax): r - why", nil, .syntax) == ["r is no longer a false alarm"])
  }

  @Test func aPossibleFindingIsNeitherMissingNorCertain() {
    #expect(disagree("f()  // possible: r", .possible, .index) == [])
    #expect(disagree("f()  // possible: r", nil, .index) == ["missing possible r"])
    #expect(disagree("f()  // possible: r", .resolved, .index) == ["r is certain here"])
    #expect(disagree("f()", .possible, .syntax) == [])
    #expect(disagree("f()", .possible, .index) == ["r (possible): m"])
  }
}
