import Model
import SwiftFrontend
import Testing

/// The ways through `f`, each as the names of what is called on it and how it ends: `a b end`. Loops are gone through at most twice.
private func ways(_ source: String) -> Set<String> {
  let summary = SwiftReader().read(source, file: "a.swift", module: "A")
  guard let body = summary.bodies.first(where: { $0.name.hasPrefix("f(") }), let flow = body.flow else { return [] }
  var found: Set<String> = []
  func walk(_ block: Int, _ words: [String], _ visits: [Int: Int]) {
    guard visits[block, default: 0] < 2 else { return }
    var visits = visits
    visits[block, default: 0] += 1
    var words = words
    for step in flow.blocks[block].steps {
      switch step {
      case .call(let call): if body.calls[call].kind == .call { words.append(body.calls[call].callee.lastName) }
      case .suspend: words.append("await")
      case .use(let local, let use): words.append(summary.locals[local].name + (use == .result ? "^" : ""))
      case .bind, .store, .make, .turn, .leave: break
      }
    }
    if flow.blocks[block].exits.isEmpty { found.insert((words + ["stop"]).joined(separator: " ")) }
    for exit in flow.blocks[block].exits {
      switch exit.target {
      case .block(let next): walk(next, words, visits)
      case .end: found.insert((words + ["end"]).joined(separator: " "))
      case .thrown: found.insert((words + ["thrown"]).joined(separator: " "))
      }
    }
  }
  walk(0, [], [:])
  return found
}

extension Expression {
  fileprivate var lastName: String {
    switch self {
    case .name(let name), .member(_, let name): name
    case .local: "local"
    default: "?"
    }
  }
}

@Suite struct ControlFlowTests {
  @Test func statementsFollowEachOther() {
    #expect(ways("func f() { a(); b() }") == ["a b end"])
  }

  @Test func aBranchIsTakenOrNot() {
    #expect(ways("func f() { if x { a() } else if y { b() }; c() }") == ["a c end", "b c end", "c end"])
  }

  @Test func aGuardLeaves() {
    #expect(ways("func f() { guard x else { a(); return }; b() }") == ["a end", "b end"])
  }

  @Test func nothingComesBehindAJump() {
    #expect(ways("func f() { a(); return; b() }") == ["a end"])
  }

  @Test func aDeferRunsOnEveryWayOut() {
    #expect(
      ways("func f() throws { defer { d() }; if x { return }; try b(); c() }") == ["d end", "b d thrown", "b c d end"])
  }

  @Test func aDeferOfABlockRunsAtItsEnd() {
    #expect(ways("func f() { do { defer { d() }; a() }; b() }") == ["a d b end"])
  }

  @Test func aLaterDeferRunsFirst() {
    #expect(ways("func f() { defer { a() }; defer { b() }; c() }") == ["c b a end"])
  }

  @Test func anErrorGoesToItsCatch() {
    #expect(ways("func f() { do { try a(); b() } catch { c() } }") == ["a b end", "a c end"])
  }

  @Test func anErrorThatNoClauseCatchesGoesOn() {
    #expect(
      ways("func f() throws { do { try a() } catch let e as E { c() } }") == ["a end", "a c end", "a thrown"])
  }

  @Test func aSwallowedErrorGoesOnBehindTheExpression() {
    #expect(ways("func f() { try? a(b()); c() }") == ["b a c end", "b c end"])
  }

  @Test func aLoopRunsAgainOrEnds() {
    #expect(ways("func f() { while x { a() }; b() }") == ["b end", "a b end"])
    #expect(ways("func f() { for x in xs { a() }; b() }") == ["b end", "a b end"])
    #expect(ways("func f() { repeat { a() } while x; b() }") == ["a b end", "a a b end"])
  }

  @Test func anEndlessLoopHasNoEnd() {
    #expect(ways("func f() { while true { a() } }") == [])
    #expect(ways("func f() { while true { if x { break }; a() }; b() }") == ["b end", "a b end"])
  }

  @Test func aLabelNamesTheLoopThatIsLeft() {
    #expect(ways("func f() { outer: while true { while true { a(); break outer } }; b() }") == ["a b end"])
  }

  @Test func aSwitchTakesOneCase() {
    let source = "func f() { switch x { case .p: a() case .q: b(); fallthrough default: c() }; d() }"
    #expect(ways(source) == ["a d end", "b c d end", "c d end"])
  }

  @Test func theRightSideOfAShortOperatorMayBeLeftOut() {
    #expect(ways("func f() { if a() && b() { c() } }").contains("a end"))
    #expect(ways("func f() { x ? a() : b() }") == ["a end", "b end"])
  }

  @Test func anAwaitSuspendsBehindItsArguments() {
    #expect(ways("func f() async { await a(b()); c() }") == ["b a await c end"])
    #expect(ways("func f() async { for await x in xs { a() } }") == ["await end", "await a await end"])
  }

  @Test func whatIsReturnedIsNoOrdinaryUse() {
    #expect(ways("func f(x: Int) -> Int { return x }") == ["x^ end"])
    #expect(ways("func f(x: Int) -> Int { x }") == ["x^ end"])
  }

  @Test func branchesForOtherPlatformsExcludeEachOther() {
    #expect(ways("func f() {\n#if os(Linux)\na()\n#else\nb()\n#endif\nc()\n}") == ["a c end", "b c end"])
  }

  @Test func damagedSourceIsDrawnAsFarAsItGoes() {
    #expect(ways("func f() { break; a() }") == ["stop"])
    #expect(ways("func f() { continue nowhere; a() }") == ["stop"])
  }
}
