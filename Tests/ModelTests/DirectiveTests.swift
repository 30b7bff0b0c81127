import Model
import Testing

@Suite struct DirectiveTests {
  @Test func aReasonFollowsALoneHyphen() {
    #expect(
      Directive(comment: "// unblock: ignore blocking-call, busy-wait - start-up only")
        == .ignore(rules: ["blocking-call", "busy-wait"], reason: "start-up only"))
  }

  @Test func aBlockCommentSpeaksToo() {
    #expect(Directive(comment: "/* unblock: ignore blocking-call */") == .ignore(rules: ["blocking-call"], reason: nil))
  }

  @Test func annotationsMayCarryAReason() {
    #expect(Directive(comment: "/// unblock: blocking") == .blocking)
    #expect(Directive(comment: "// unblock: nonblocking - reads a cache") == .nonblocking)
  }

  @Test func aMistypedDirectiveIsNotLost() {
    #expect(Directive(comment: "// unblock: ingore blocking-call") == .unknown("ingore blocking-call"))
    #expect(Directive(comment: "// unblocked: no") == nil)
  }
}
