import Model
import Testing

@testable import ClangFrontend

/// The ways through `f`, each as what it calls and mentions and how it ends: `a b end`. Loops are gone through at most twice.
private func ways(_ statements: String, _ library: Libclang, showing shown: Shown = .calls) -> Set<String> {
  let declarations = """
    void a(void), b(void), c(void), d(void), out(int *), take(int); int x(void), y(void);
    __attribute__((noreturn)) void die(void); _Noreturn void halt(void);
    struct s { int n; int *p; }; int global;

    """
  let summary = read("\(declarations)int f(int m, int n, struct s *s) { \(statements) }", with: library)
  guard let body = summary.body("f"), let flow = body.flow else { return [] }
  var found: Set<String> = []
  func walk(_ block: Int, _ words: [String], _ visits: [Int: Int]) {
    guard visits[block, default: 0] < 2 else { return }
    var visits = visits
    visits[block, default: 0] += 1
    var words = words
    for step in flow.blocks[block].steps {
      switch step {
      case .call(let call): words.append(body.calls[call].callee.short)
      case .use(let local, let use) where shown == .locals: words.append(summary.locals[local].name + use.mark)
      case .bind(let local) where shown == .locals: words.append(summary.locals[local].name + "=")
      case .store(let target, let value) where shown == .stores: words.append("\(target.short)=\(value.short)")
      case .make: words.append("make")
      case .use, .bind, .store, .suspend, .turn, .leave: break
      }
    }
    if flow.blocks[block].exits.isEmpty { found.insert((words + ["stop"]).joined(separator: " ")) }
    for exit in flow.blocks[block].exits {
      var words = words
      if shown == .questions, let answer = exit.answer {
        let question = flow.questions[answer.question]
        words.append("\(answer.isYes ? "" : "!")\(question.text)\(question.isLocal ? "" : "?")")
      }
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

private enum Shown { case calls, locals, stores, questions }

extension ControlFlow.Use {
  fileprivate var mark: String {
    switch self {
    case .receiver: "."
    case .value: ""
    case .result: "^"
    }
  }
}

@Suite struct ControlFlowTests {
  @Test(arguments: libraries) func statementsFollowEachOther(library: Libclang) {
    #expect(ways("a(); { b(); } c();", library) == ["a b c end"])
    #expect(ways("", library) == ["end"])
  }

  @Test(arguments: libraries) func aBranchIsTakenOrNot(library: Libclang) {
    #expect(ways("if (m) a(); else if (n) b(); c();", library) == ["a c end", "b c end", "c end"])
    #expect(ways("if (0) a(); else b();", library) == ["b end"])
  }

  @Test(arguments: libraries) func nothingComesBehindAJump(library: Libclang) {
    #expect(ways("a(); return 0; b();", library) == ["a end"])
    #expect(ways("if (m) return 1; b();", library) == ["end", "b end"])
  }

  @Test(arguments: libraries) func aLoopRunsAgainOrEnds(library: Libclang) {
    #expect(ways("while (m) a(); b();", library) == ["b end", "a b end"])
    #expect(ways("for (m = 0; m < n; c()) a(); b();", library) == ["b end", "a c b end"])
    #expect(ways("do a(); while (m); b();", library) == ["a b end", "a a b end"])
  }

  @Test(arguments: libraries) func anEndlessLoopHasNoEnd(library: Libclang) {
    #expect(ways("while (1) a();", library) == [])
    #expect(ways("for (;;) { if (m) break; a(); } b();", library) == ["b end", "a b end"])
  }

  @Test(arguments: libraries) func aBlockOfAMacroRunsOnce(library: Libclang) {
    #expect(ways("do { a(); if (m) break; b(); } while (0); c();", library) == ["a c end", "a b c end"])
    #expect(ways("while (n) { do { if (m) continue; a(); } while (0); b(); }", library).contains("b end"))
  }

  @Test(arguments: libraries) func continueGoesToTheStep(library: Libclang) {
    #expect(ways("for (; m; a()) { if (n) continue; b(); }", library) == ["end", "a end", "b a end"])
    #expect(ways("do { if (n) continue; b(); } while (x());", library).contains("x end"))
  }

  @Test(arguments: libraries) func aSwitchTakesOneCaseOrNone(library: Libclang) {
    #expect(
      ways("switch (m) { a(); case 1: b(); break; case 2: case 3: c(); } d();", library)
        == ["b d end", "c d end", "d end"])
    #expect(ways("switch (m) { case 1: b(); default: c(); } d();", library) == ["b c d end", "c d end"])
  }

  @Test(arguments: libraries) func aCaseMayStandInALoopOfItsSwitch(library: Libclang) {
    let ways = ways("switch (m) { case 0: do { a(); case 1: b(); } while (x()); }", library)
    #expect(ways.isSuperset(of: ["end", "a b x end", "b x end", "b x a b x end"]))
  }

  @Test(arguments: libraries) func gotoGoesToItsLabel(library: Libclang) {
    #expect(ways("if (m) goto done; a(); done: b();", library) == ["a b end", "b end"])
    #expect(ways("again: a(); if (m) goto again; b();", library) == ["a b end", "a a b end"])
  }

  @Test(arguments: libraries) func aComputedGotoIsNotDrawn(library: Libclang) {
    #expect(ways("void *to = &&done; goto *to; done: a();", library) == [])
  }

  @Test(arguments: libraries) func theRightSideOfAShortOperatorMayBeLeftOut(library: Libclang) {
    #expect(ways("if (x() && y()) a(); else b();", library) == ["x b end", "x y a end", "x y b end"])
    #expect(ways("if (!(x() || y())) a();", library) == ["x end", "x y end", "x y a end"])
    #expect(ways("m = x() || y();", library) == ["x end", "x y end"])
    #expect(ways("m ? a() : b();", library) == ["a end", "b end"])
    #expect(ways("if (__builtin_expect(!!(x() && y()), 0)) a();", library) == ["x end", "x y end", "x y a end"])
  }

  @Test(arguments: libraries) func aCommaAndAStatementExpressionRunInOrder(library: Libclang) {
    #expect(ways("a(), b(); take(({ c(); x(); }));", library) == ["a b c x take end"])
  }

  @Test(arguments: libraries) func aCallThatNeverReturnsIsTheLast(library: Libclang) {
    #expect(ways("if (m) die(); a();", library) == ["die stop", "a end"])
    #expect(ways("m || (halt(), 0); a();", library) == ["a end", "halt stop"])
  }

  @Test(arguments: libraries) func aBlockIsMadeAndHasItsOwnWays(library: Libclang) {
    #expect(ways("void (^g)(void) = ^{ if (m) return; a(); }; b();", library) == ["make b end"])
  }

  @Test(arguments: libraries) func localsAreMentionedAndBound(library: Libclang) {
    #expect(
      ways("int i = m; i = n; i++; take(i); return i;", library, showing: .locals)
        == ["m i= n i= i i= i take i^ end"])
    #expect(ways("s->n = m; *s->p = s->p[n]; (void)m;", library, showing: .locals) == ["s. m s. s. n end"])
    #expect(ways("out(&m); take(sizeof(n));", library, showing: .locals) == ["m out take end"])
  }

  @Test(arguments: libraries) func aStoreSaysWhereAndWhat(library: Libclang) {
    #expect(
      ways("s->n = x(); global = 1; int i = 2; s->n += 3;", library, showing: .stores)
        == ["x s.n=call0 global=1 local=2 s.n=? end"])
  }

  @Test(arguments: libraries) func anAnswerIsTheSameHoweverItIsAsked(library: Libclang) {
    for condition in ["m", "m != 0", "0 != m", "!!m", "(m = 1)"] {
      #expect(ways("if (\(condition)) a();", library, showing: .questions) == ["m a end", "!m end"], "\(condition)")
    }
    for condition in ["!s->p", "s->p == (void *)0", "(*s).p == 0"] where condition.contains("->") {
      #expect(ways("if (\(condition)) a();", library, showing: .questions) == ["!s.p? a end", "s.p? end"])
    }
    #expect(ways("if (m < 0) a();", library, showing: .questions) == ["m<0 a end", "!m<0 end"])
    #expect(ways("if (m >= 0) a();", library, showing: .questions) == ["!m<0 a end", "m<0 end"])
    #expect(ways("if (global) a();", library, showing: .questions) == ["global? a end", "!global? end"])
    #expect(ways("if (x() != 0) a();", library, showing: .questions) == ["x () a end", "x !() end"])
    #expect(ways("if (x() < n) a();", library, showing: .questions) == ["x a end", "x end"])
    #expect(
      ways("switch (m) { case 3: a(); }", library, showing: .questions) == ["m==3 a end", "end"])
  }

  @Test(arguments: libraries) func callsMayChangeALocalWhoseAddressIsTaken(library: Libclang) {
    #expect(ways("if (m) a(); out(&m);", library, showing: .questions) == ["m? a out end", "!m? out end"])
    #expect(ways("static int once; if (once) a();", library, showing: .questions) == ["once? a end", "!once? end"])
  }

  @Test(arguments: libraries) func aResultMayBeDroppedInSoManyWords(library: Libclang) {
    let summary = read(
      "int x(void); void f(int m) { x(); (void)x(); (void)(m = x()); m ? x() : 0; m && x(); if (x()) {} }",
      with: library)
    #expect(summary.calls(in: "f").map(\.isResultUsed) == [false, false, true, false, false, true])
    #expect(summary.calls(in: "f").map(\.isDiscarded) == [false, true, false, false, false, false])
  }

  @Test(arguments: libraries) func damagedSourceIsDrawnAsFarAsItGoes(library: Libclang) {
    for text in ["break; a();", "case 1: a();", "goto nowhere; a();", "if (", "switch (m) case", "while (1"] {
      _ = ways(text, library)
    }
  }
}
