import Model
import Testing

@testable import ClangFrontend

@Suite struct FuzzTests {
  static let seedText = """
    #include <stddef.h>
    #define OR(a, b) ((a) | (b))
    typedef struct w { int fd; void (*cb)(struct w *, int); union { int i; void *p; }; } w_t;
    static void tick(w_t *w, int r) { for (int i = 0; i < r; i++) { if (w->cb) w->cb(w, OR(1, 2)); else continue; } }
    static w_t table[] = { { 1, tick }, { .cb = tick, .fd = -1 }, [4].cb = tick };
    static int (*hooks[3])(int, ...) ;
    int main(int argc, char **argv) {
      w_t local = {0}, *p = &local; int flags = 0x10 | 04;
      p->cb = argc ? tick : NULL; (*p).fd = hooks[argc](3, "a\\"b", 'c', sizeof(w_t), &(w_t){ 1 });
      while (flags--) { do { switch (argc) { case 1: tick(p, ~flags); break; default: ; } } while (0); }
      again: if (argc && !flags || (p = NULL) == &local) goto again; switch (flags) { for (;;) { case 7: break; } }
      void (^block)(int) = ^(int x) { tick(p, x); }; block(({ int y = 2; y; }));
      return local.cb == tick ? argc : -argc; /* unblock: ignore x - y */
    }
    """

  /// Small, seeded, the same everywhere.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  @Test(arguments: libraries) func mutatedSourcesKeepEveryIndexInRange(library: Libclang) {
    var random = Generator(state: 2)
    let seed = Array(Self.seedText.utf8)
    let alphabet = Array("(){}[];,.*&=+-|<>^~!?:\"'#\\/ \n0axw".utf8)
    for _ in 0..<200 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...6, using: &random) where bytes.count > 40 {
        let at = Int.random(in: 0..<bytes.count - 20, using: &random)
        let length = Int.random(in: 1...20, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeSubrange(at..<at + length)
        case 1: bytes[at] = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        case 2: bytes.insert(contentsOf: bytes[at..<at + length], at: Int.random(in: 0..<bytes.count, using: &random))
        default: bytes.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &random)], at: at)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let file = Bool.random(using: &random) ? "/project/main.c" : "/project/main.cpp"
      let fault = Invariants.fault(in: read(text, with: library, file: file))
      #expect(fault == nil, "\(text)")
    }
  }
}

/// What must hold of every summary.
enum Invariants {
  static func fault(in summary: Summary) -> String? {
    for (index, body) in summary.bodies.enumerated() {
      if let parent = body.parent, parent >= index { return "parent of \(index)" }
      if case .argument(let call, let argument)? = body.use {
        guard let parent = body.parent, call < summary.bodies[parent].calls.count,
          argument < summary.bodies[parent].calls[call].arguments.count
        else { return "use of \(index)" }
      }
      if let flow = body.flow, !holds(flow, body, summary) { return "flow of \(index)" }
      for loop in body.loops where (loop.parent ?? -1) >= body.loops.count { return "loop of \(index)" }
      for (number, call) in body.calls.enumerated() {
        if call.place.line < 1 || call.place.column < 1 { return "place of call \(number) of \(index)" }
        if (call.loop ?? -1) >= body.loops.count { return "loop of call \(number)" }
        let values = [call.callee] + call.arguments.map(\.value)
        if !values.allSatisfy({ holds($0, summary, calls: number) }) { return "call \(number) of \(index)" }
      }
    }
    for local in summary.locals {
      guard local.body < summary.bodies.count else { return "body of \(local.name)" }
      if let value = local.value, !holds(value, summary, calls: summary.bodies[local.body].calls.count) {
        return "value of \(local.name)"
      }
    }
    for flow in summary.flows {
      let calls = flow.body.map { summary.bodies[$0].calls.count } ?? 0
      if !holds(flow.target, summary, calls: calls) || !holds(flow.value, summary, calls: calls) { return "flow" }
    }
    return nil
  }

  private static func holds(_ flow: ControlFlow, _ body: Body, _ summary: Summary) -> Bool {
    let steps = flow.blocks.flatMap(\.steps).allSatisfy { step in
      switch step {
      case .call(let call): body.calls.indices.contains(call)
      case .use(let local, _), .bind(let local): summary.locals.indices.contains(local)
      case .store(let target, let value):
        [target, value].allSatisfy { holds($0, summary, calls: body.calls.count) }
      case .make(let closure): summary.bodies.indices.contains(closure)
      case .turn(let loop): body.loops.indices.contains(loop)
      case .suspend, .leave: true
      }
    }
    let exits = flow.blocks.flatMap(\.exits).allSatisfy { exit in
      if let answer = exit.answer, !flow.questions.indices.contains(answer.question) { return false }
      if case .block(let target) = exit.target { return flow.blocks.indices.contains(target) }
      return true
    }
    return steps && exits && flow.questions.allSatisfy { $0.locals.allSatisfy(summary.locals.indices.contains) }
  }

  private static func holds(_ value: Expression, _ summary: Summary, calls: Int) -> Bool {
    switch value {
    case .local(let index): index < summary.locals.count
    case .closure(let index): index < summary.bodies.count
    case .call(let index): index < calls
    case .list(let values), .either(let values): values.allSatisfy { holds($0, summary, calls: calls) }
    case .address(let inner), .element(let inner), .member(let inner, _), .cast(let inner, _):
      holds(inner, summary, calls: calls)
    default: true
    }
  }
}
