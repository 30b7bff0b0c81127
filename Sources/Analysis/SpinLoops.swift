import Model
import Rules

/// Loops that wait by asking again and again.
struct SpinLoops {
  let program: Program

  init(_ program: Program) { self.program = program }

  func loops(in id: BodyID) -> [Int] {
    let body = program.body(id)
    return body.loops.indices.filter { isSpin($0, body, id) }
  }

  private func isSpin(_ index: Int, _ body: Body, _ id: BodyID) -> Bool {
    let loop = body.loops[index]
    guard loop.isIdle, !loop.counts, !loop.suspends else { return false }
    let inside = body.calls.indices.filter { body.calls[$0].loop == index }
    guard !body.loops.contains(where: { $0.parent == index }) else { return false }
    // An endless loop that does nothing at all is a halt, which somebody meant.
    if loop.isInfinite, inside.isEmpty { return false }
    return inside.allSatisfy { onlyAsks(CallKey(body: id, call: $0), body.calls[$0]) }
      && (!loop.isInfinite || inside.contains { isSpinFact(CallKey(body: id, call: $0)) })
  }

  /// Reads something, or yields; a call that may change what it asks about is no mere question.
  private func onlyAsks(_ key: CallKey, _ call: Call) -> Bool {
    switch call.kind {
    case .read, .reference: true
    case .write, .iterate: false
    case .call: isSpinFact(key)
    }
  }

  private func isSpinFact(_ key: CallKey) -> Bool {
    program.callee(of: key).facts.contains { match in
      if case .blocks(.spin, _, _) = match.fact.claim { return match.confidence > .possible }
      return false
    }
  }
}
