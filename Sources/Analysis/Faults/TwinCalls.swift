import Model
import Rules

/// Synchronous calls in async code whose function has an async twin, where nothing shows that the call blocks: a requirement
/// without a body, or a library's function.
struct TwinCalls: FaultSearch {
  private let scene: Scene
  private var program: Program { scene.program }

  init(_ scene: Scene) { self.scene = scene }

  func findings(for page: RulePage) -> [Finding] {
    scene.ownBodies.filter(program.mayAwait).flatMap { id in
      program.body(id).calls.indices.compactMap { finding(CallKey(body: id, call: $0), page) }
    }
  }

  private func finding(_ key: CallKey, _ page: RulePage) -> Finding? {
    let call = program.body(key.body).calls[key.call]
    guard call.kind == .call, call.awaited == .none, !call.isDeferred, let twin = scene.twins.twin(of: key),
      twin.body == nil, scene.effects.direct(key).isEmpty, program.duty(ofResult: key) == nil
    else { return nil }
    let root = scene.context(of: key.body)
    guard root.kind != nil else { return nil }
    let name = program.name(of: call)
    return Finding(
      rule: page.name, kind: nil, severity: .warning,
      confidence: call.symbol == nil ? .inferred : .resolved, place: call.place,
      message: "\(name) has an async twin", context: root, path: [Finding.Hop(symbol: name, place: call.place)],
      remedy: "await \(twin.name)")
  }
}
