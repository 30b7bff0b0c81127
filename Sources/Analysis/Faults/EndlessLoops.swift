import Model
import Rules

/// Loops in async contexts that never end, never suspend and never ask whether they should go on.
struct EndlessLoops: FaultSearch {
  private let scene: Scene
  private var program: Program { scene.program }

  init(_ scene: Scene) { self.scene = scene }

  func findings(for page: RulePage) -> [Finding] {
    scene.ownBodies.flatMap { id -> [Finding] in
      guard let root = scene.roots[id]?.filter({ $0.loop == nil }).max(by: { $0.confidence < $1.confidence }),
        root.confidence > .possible
      else { return [] }
      return program.body(id).loops.indices.filter { isEndless($0, in: id) }.map { finding($0, id, root, page) }
    }
  }

  private func isEndless(_ loop: Int, in id: BodyID) -> Bool {
    let body = program.body(id)
    guard let flow = body.flow, body.loops[loop].isInfinite, !body.loops[loop].suspends else { return false }
    // An empty one is a halt, which somebody meant; one that only asks is busy waiting.
    guard !SpinLoops(program).loops(in: id).contains(loop),
      body.calls.contains(where: { $0.loop.map { body.loop($0, isWithin: loop) } ?? false })
    else { return false }
    var hasWayOut = false
    let search = PathSearch<Int>(flow: flow, calls: body.calls) { step, _ in
      switch step {
      case .suspend: hasWayOut = true
      // A turn of a loop around it comes when it has ended.
      case .turn(let other): hasWayOut = hasWayOut || !body.loop(other, isWithin: loop)
      case .call(let number):
        let key = CallKey(body: id, call: number)
        hasWayOut = hasWayOut || scene.ends(key) || rests(key)
      case .use, .bind, .store, .make, .leave: break
      }
      return !hasWayOut
    } end: { _, _ in
      hasWayOut = true
    } thrown: { call, _ in
      call.map { scene.mayThrow(CallKey(body: id, call: $0)) } ?? true
    }
    for block in flow.blocks.indices {
      guard let step = flow.blocks[block].steps.firstIndex(of: .turn(loop)) else { continue }
      guard search.run(from: block, at: step, 0) else { return false }
      return !hasWayOut && !leadsNowhere(flow, from: block)
    }
    return false
  }

  /// It asks about cancellation, or waits on behalf of a hand-written loop.
  private func rests(_ key: CallKey) -> Bool {
    program.loopWaits.contains(key)
      || program.callee(of: key).facts.contains { match in
        switch match.fact.claim {
        case .checksCancellation, .drives: true
        // What blocks for long is another fault, and reported as that.
        case .blocks(_, let severity, _): severity == .error
        default: false
        }
      }
  }

  /// A block without any way on: code that no one comes back from.
  private func leadsNowhere(_ flow: ControlFlow, from start: Int) -> Bool {
    var seen: Set<Int> = [start]
    var pending = [start]
    while let next = pending.popLast() {
      if flow.blocks[next].exits.isEmpty { return true }
      for exit in flow.blocks[next].exits {
        if case .block(let target) = exit.target, seen.insert(target).inserted { pending.append(target) }
      }
    }
    return false
  }

  private func finding(_ loop: Int, _ id: BodyID, _ root: Root, _ page: RulePage) -> Finding {
    let place = program.body(id).loops[loop].place
    return Finding(
      rule: page.name, kind: BlockingKind.compute.rawValue, severity: .error,
      confidence: min(root.confidence, scene.certainty(of: id)), place: place,
      message: "this loop never ends and never lets anyone else run \(root.kind.place)",
      context: Finding.Context(
        kind: root.kind, symbol: program.displayName(root.body), place: program.body(root.body).place),
      path: [Finding.Hop(symbol: "loop", place: place)],
      remedy: program.summary(of: id).language == .c
        ? "do one round, and come back from a timer or an idle callback"
        : "await something in it, or check for cancellation and return")
  }
}

extension Body {
  /// Whether a loop is another one, or stands in it.
  func loop(_ inner: Int, isWithin outer: Int) -> Bool {
    var current: Int? = inner
    while let loop = current {
      if loop == outer { return true }
      current = loops[loop].parent
    }
    return false
  }
}
