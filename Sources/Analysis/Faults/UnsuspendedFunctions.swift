import Model
import Rules

/// Async functions that never suspend: needless ones, and those that block instead.
struct UnsuspendedFunctions: FaultSearch {
  private let scene: Scene
  private let witnesses: Witnesses
  private var program: Program { scene.program }

  init(_ scene: Scene) {
    self.scene = scene
    witnesses = Witnesses(scene.program)
  }

  func findings(for page: RulePage) -> [Finding] {
    let unsuspended = scene.ownBodies.filter(neverSuspends)
    guard page.pattern == .needless else { return unsuspended.compactMap { pretence($0, page) } }
    let moved = calledFromActors(unsuspended)
    return unsuspended.compactMap { id in
      guard blocking(id) == nil, !isSpared(id), !moved.contains(id) else { return nil }
      return needless(id, page)
    }
  }

  private func neverSuspends(_ id: BodyID) -> Bool {
    let body = program.body(id)
    guard body.kind == .function, body.isAsync, !body.suspends, body.flow != nil else { return false }
    // Leaving the scope of an `async let` waits for it.
    return !(program.children[id] ?? []).contains { program.body($0).kind == .asyncLet }
  }

  // MARK: hidden-block

  private func blocking(_ id: BodyID) -> Effect? {
    (scene.effects.effects[id] ?? [:]).filter { $0.key.confidence > .possible && $0.key.severity > .note }
      .sorted { EffectKey.isWorse($0.key, $1.key) }.first?.value
  }

  private func pretence(_ id: BodyID, _ page: RulePage) -> Finding? {
    guard let effect = blocking(id) else { return nil }
    let path = Witness(program: program, effects: scene.effects).path(effect, from: id)
    guard let last = path.last else { return nil }
    let body = program.body(id)
    return Finding(
      rule: page.name, kind: effect.key.kind.rawValue, severity: page.isPedantic ? .note : .warning,
      confidence: min(effect.key.confidence, scene.certainty(of: id)), place: body.place,
      message: "\(program.displayName(id)) never suspends and \(effect.key.kind.deed): \(last.symbol)",
      context: scene.context(of: id), path: path,
      remedy: "take async off, so that callers see that it blocks, or offload what blocks and await it")
  }

  // MARK: needless-async

  private func needless(_ id: BodyID, _ page: RulePage) -> Finding {
    let body = program.body(id)
    return Finding(
      rule: page.name, kind: nil, severity: page.isPedantic ? .note : .warning,
      confidence: scene.certainty(of: id), place: body.place,
      message: "\(program.displayName(id)) is async and never suspends", context: scene.context(of: id),
      path: [Finding.Hop(symbol: program.displayName(id), place: body.place)], remedy: "take async off")
  }

  private func isSpared(_ id: BodyID) -> Bool {
    let body = program.body(id)
    if body.isOverride || body.exportedName != nil || body.name == "main()" { return true }
    switch body.isolation {
    // Where it runs is what it is async for.
    case .concurrent, .nonisolated, .isolatedParameter: return true
    case .unspecified, .nonisolatedNonsending, .globalActor: break
    }
    return isStub(id) || witnesses.mayBeWitness(id) || isUsedAsValue(id)
  }

  /// It does nothing yet, or says that it must not be called.
  private func isStub(_ id: BodyID) -> Bool {
    let body = program.body(id)
    let calls = body.calls.indices.filter { body.calls[$0].kind == .call }
    if calls.isEmpty, body.loops.isEmpty {
      return body.flow?.blocks.allSatisfy { block in
        block.exits.allSatisfy { $0.answer == nil }
      } ?? true
    }
    // It only throws.
    let exits = body.flow?.blocks.flatMap(\.exits) ?? []
    if !exits.contains(where: { $0.target == .end }), exits.contains(where: { $0.target == .thrown }) { return true }
    return calls.contains { scene.ends(CallKey(body: id, call: $0)) && body.calls[$0].depth == 0 }
  }

  private func isUsedAsValue(_ id: BodyID) -> Bool { scene.program.mentioned.contains(id) }

  /// A nonisolated async function takes its work off the actor that calls it, which is a reason to be async.
  private func calledFromActors(_ functions: [BodyID]) -> Set<BodyID> {
    let asked = Set(functions.filter { program.isolation(of: $0).context == nil })
    guard !asked.isEmpty else { return [] }
    var moved: Set<BodyID> = []
    for id in program.bodies.indices where !program.duplicates.contains(id) {
      let calls = program.body(id).calls
      for number in calls.indices where calls[number].awaited != .none {
        for target in program.callee(of: CallKey(body: id, call: number)).targets where asked.contains(target.body) {
          if program.lexicalIsolation(of: id).context != nil { moved.insert(target.body) }
        }
      }
    }
    return moved
  }
}
