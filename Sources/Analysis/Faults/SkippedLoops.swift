import Model

/// Whether a way goes past a loop without a single turn, as far as the calls on it tell.
struct SkippedLoops: Hashable {
  /// Loops that have begun a turn.
  private var turned: Set<Int> = []
  /// A loop that has begun its first turn, with nothing of its body done yet.
  private var waiting: Int?
  private var skipped = false

  /// The way has gone past one, or ends there.
  var hasSkipped: Bool { skipped || waiting != nil }

  mutating func follow(_ step: ControlFlow.Step, in body: Body) {
    switch step {
    case .turn(let loop):
      waiting = turned.insert(loop).inserted ? loop : nil
    case .call(let number):
      guard let loop = waiting else { return }
      let call = body.calls[number]
      if call.loop.map({ body.loop($0, isWithin: loop) }) != true {
        skipped = true
        waiting = nil
      } else if !call.isLoopCondition {
        waiting = nil
      }
    case .use, .bind, .store, .make, .suspend, .leave: break
    }
  }
}
