import Model
import Rules

/// Functions that do not return. What they do, they do once and while everything ends, so no caller inherits it.
struct WaysOut {
  private(set) var bodies: Set<BodyID> = []

  init(_ program: Program) {
    var changed = true
    while changed {
      changed = false
      for id in program.bodies.indices where !bodies.contains(id) && !program.duplicates.contains(id) {
        guard neverReturns(id, program) else { continue }
        bodies.insert(id)
        changed = true
      }
      for id in program.bodies.indices { changed = noteUnreachable(after: id, program) || changed }
    }
  }

  /// By its result type, or because its own statements, none of them in a branch, end in a call that does not return.
  private func neverReturns(_ id: BodyID, _ program: Program) -> Bool {
    let body = program.body(id)
    if body.result == .named(["Never"]) { return true }
    guard body.kind == .function else { return false }
    return body.calls.indices.contains { number in
      let call = body.calls[number]
      return call.kind == .call && call.depth == 0 && call.loop == nil && !call.isDeferred
        && ends(CallKey(body: id, call: number), program)
    }
  }

  /// Whether control does not come back from a call.
  func ends(_ key: CallKey, _ program: Program) -> Bool {
    let callee = program.callee(of: key)
    if callee.facts.contains(where: { $0.fact.claim == .ends && $0.confidence > .possible }) { return true }
    return callee.targets.count == 1 && !callee.isDynamic && bodies.contains(callee.targets[0].body)
  }

  /// A macro that calls a function and then says that this place cannot be reached says so of the function.
  private mutating func noteUnreachable(after id: BodyID, _ program: Program) -> Bool {
    let calls = program.body(id).calls
    var changed = false
    for number in calls.indices.dropFirst() where calls[number].place == calls[number - 1].place {
      guard calls[number].isUnreachable || ends(CallKey(body: id, call: number), program) else { continue }
      for target in program.callee(of: CallKey(body: id, call: number - 1)).targets
      where bodies.insert(target.body).inserted {
        changed = true
      }
    }
    return changed
  }
}

extension Call {
  /// The compiler's own way to say that control does not come here.
  fileprivate var isUnreachable: Bool {
    if case .function(_, "__builtin_unreachable") = callee { return true }
    return callee == .name("__builtin_unreachable")
  }
}
