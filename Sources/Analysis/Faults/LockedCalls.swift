import Model
import Rules

/// Calls that block for long while a lock is held.
struct LockedCalls: FaultSearch {
  private let scene: Scene
  private var program: Program { scene.program }

  init(_ scene: Scene) { self.scene = scene }

  func findings(for page: RulePage) -> [Finding] {
    let reached = reachable()
    return scene.locks.calls.compactMap { locked in
      let summary = program.summary(of: locked.key.body)
      guard !summary.isDependency, !program.duplicates.contains(locked.key.body) else { return nil }
      return finding(locked, page, reached)
    }
  }

  private func finding(_ locked: LockedCall, _ page: RulePage, _ reached: [BodyID: ContextKind]) -> Finding? {
    guard let effect = blocking(locked) else { return nil }
    let own = scene.roots[locked.key.body]?.first {
      $0.confidence > .possible
        && program.body(locked.key.body).isInside(program.body(locked.key.body).calls[locked.key.call], $0)
    }
    let sharer = scene.locks.takers[locked.lock]?.filter { reached[$0] != nil }.sorted().first
    let path = Witness(program: program, effects: scene.effects).path(effect, from: locked.key.body)
    guard let last = path.last else { return nil }
    let holder = program.displayName(own?.body ?? sharer ?? locked.key.body)
    let kind = own?.kind ?? sharer.flatMap { reached[$0] } ?? .nonblocking
    let isShared = own != nil || sharer != nil
    return Finding(
      rule: page.name, kind: effect.key.kind.rawValue, severity: isShared ? min(effect.key.severity, .warning) : .note,
      confidence: min(effect.key.confidence, own?.confidence ?? .inferred),
      place: program.body(locked.key.body).calls[locked.key.call].place,
      message: "\(last.symbol) \(effect.key.kind.deed) while \(locked.spelled) is held"
        + (isShared ? ", which async code waits for" : ""),
      context: Finding.Context(
        kind: kind, symbol: holder, place: program.body(own?.body ?? sharer ?? locked.key.body).place), path: path,
      remedy: program.remedy(effect.cause, for: locked.key.body))
  }

  /// What blocks for long in a call made under a lock; waiting on a condition gives the lock up.
  private func blocking(_ locked: LockedCall) -> Effect? {
    let call = program.body(locked.key.body).calls[locked.key.call]
    let mentions = call.arguments.contains { scene.locks.identity($0.value, in: locked.key.body)?.0 == locked.lock }
    if mentions { return nil }
    if case .member(let base, _) = call.callee, scene.locks.identity(base, in: locked.key.body)?.0 == locked.lock {
      return nil
    }
    let root = Root(kind: .async, confidence: .resolved, body: locked.key.body)
    return scene.effects.worst(at: locked.key, root).map(\.effect).first {
      $0.key.confidence > .possible && $0.key.severity > .note && $0.key.kind != .lock
    }
  }

  /// Everything that runs in some context, however many calls down, with the context it was first reached from.
  private func reachable() -> [BodyID: ContextKind] {
    var result: [BodyID: ContextKind] = [:]
    for (id, own) in scene.roots {
      result[id] = own.filter { $0.confidence > .possible && $0.loop == nil }.map(\.kind).min()
    }
    var pending = result.keys.sorted(by: >)
    while let id = pending.popLast() {
      guard let kind = result[id] else { continue }
      for number in program.body(id).calls.indices {
        for (target, confidence) in scene.effects.entered(CallKey(body: id, call: number))
        where confidence > .possible && result[target] == nil {
          result[target] = kind
          pending.append(target)
        }
      }
    }
    return result
  }
}
