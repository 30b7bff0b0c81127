import Model
import Rules

/// Loops that pause with the error of a cancellation thrown away, and never ask: after a cancel they spin.
struct SwallowedCancellations: FaultSearch {
  private let scene: Scene
  private var program: Program { scene.program }

  init(_ scene: Scene) { self.scene = scene }

  func findings(for page: RulePage) -> [Finding] {
    scene.ownBodies.flatMap { id in
      let body = program.body(id)
      return body.calls.indices.compactMap { number -> Finding? in
        guard let loop = body.calls[number].loop, isPause(CallKey(body: id, call: number)),
          let severity = spins(id, around: number, loop: loop)
        else { return nil }
        return finding(CallKey(body: id, call: number), body.loops[loop].place, severity, page)
      }
    }
  }

  /// An awaited call that throws nothing but that its task has been cancelled.
  private func isPause(_ key: CallKey) -> Bool {
    let call = program.body(key.body).calls[key.call]
    guard call.attempt != .none, call.attempt != .traps, call.awaited != .none else { return false }
    // Somebody looks whether `try?` gave nil.
    if call.attempt == .swallows, call.isResultUsed { return false }
    return program.callee(of: key).facts.contains { $0.fact.claim == .throwsCancellation && $0.confidence > .possible }
  }

  /// Whether some way leads from the error of a call back to the call without anyone asking about cancellation.
  private func spins(_ id: BodyID, around pause: Int, loop: Int) -> Severity? {
    guard let flow = program.body(id).flow, !program.body(id).loops[loop].counts else { return nil }
    let calls = program.body(id).calls
    var isBack = false
    let search = PathSearch<Int>(flow: flow, calls: calls) { step, _ in
      switch step {
      case .call(pause):
        isBack = true
        return false
      case .call(let number):
        return !asks(CallKey(body: id, call: number)) && !scene.ends(CallKey(body: id, call: number))
      // A cancelled task's stream ends.
      case .suspend(let call?, _): return calls[call].kind != .iterate
      case .use, .bind, .store, .make, .suspend, .turn, .leave: return true
      }
    } end: { _, _ in
    } thrown: { call, _ in
      call.map { scene.mayThrow(CallKey(body: id, call: $0)) } ?? true
    }
    for block in flow.blocks.indices where flow.blocks[block].steps.last == .call(pause) {
      for exit in flow.blocks[block].exits where exit.isThrown {
        guard case .block(let target) = exit.target, !changesSomething(flow.blocks[target], calls[pause], in: id) else {
          continue
        }
        search.run(from: target, 0)
      }
    }
    return isBack ? .warning : nil
  }

  /// A `catch` that notes something has heard of the cancellation.
  private func changesSomething(_ block: ControlFlow.Block, _ pause: Call, in id: BodyID) -> Bool {
    pause.attempt == .propagates
      && block.steps.contains { step in
        switch step {
        case .bind(let local): program.summary(of: id).locals[local].kind == .variable
        case .store: true
        case .call, .use, .make, .suspend, .turn, .leave: false
        }
      }
  }

  private func asks(_ key: CallKey) -> Bool {
    let call = program.body(key.body).calls[key.call]
    let callee = program.callee(of: key)
    if callee.facts.contains(where: { $0.fact.claim == .checksCancellation }) { return true }
    // A function of the program's own that asks.
    if callee.targets.contains(where: { target in
      program.body(target.body).calls.indices.contains { number in
        program.callee(of: CallKey(body: target.body, call: number)).facts.contains {
          $0.fact.claim == .checksCancellation
        }
      }
    }) {
      return true
    }
    // An error of something that was waited for, which the loop does not catch, ends the loop.
    return call.kind == .call && call.attempt == .propagates && call.awaited != .none
      && !isCaught(key) && scene.mayThrow(key)
  }

  private func isCaught(_ key: CallKey) -> Bool {
    guard let flow = program.body(key.body).flow else { return true }
    return flow.blocks.contains { block in
      block.steps.last == .call(key.call)
        && block.exits.contains { exit in
          if exit.isThrown, case .block = exit.target { true } else { false }
        }
    }
  }

  private func finding(_ key: CallKey, _ loop: Place, _ severity: Severity, _ page: RulePage) -> Finding {
    let call = program.body(key.body).calls[key.call]
    return Finding(
      rule: page.name, kind: nil, severity: severity, confidence: scene.certainty(of: key.body), place: call.place,
      message: "the loop at line \(loop.line) spins after a cancel: \(program.name(of: call)) then throws at once",
      context: scene.context(of: key.body),
      path: [Finding.Hop(symbol: "loop", place: loop), Finding.Hop(symbol: program.name(of: call), place: call.place)],
      remedy: "let the error end the loop, or loop while !Task.isCancelled")
  }
}
