import Model
import Rules

/// Futures that nobody waits for, passes on or gives a callback.
struct DroppedFutures: FaultSearch {
  private let scene: Scene
  private let fates: Fates
  private var program: Program { scene.program }

  init(_ scene: Scene) {
    self.scene = scene
    fates = Fates(scene)
  }

  func findings(for page: RulePage) -> [Finding] {
    scene.ownBodies.flatMap { id in
      program.body(id).calls.indices.compactMap { finding(CallKey(body: id, call: $0), page) }
    }
  }

  private func finding(_ key: CallKey, _ page: RulePage) -> Finding? {
    let call = program.body(key.body).calls[key.call]
    guard call.kind == .call, !call.isDelegation, !program.completes(.future, key),
      let duty = program.duty(ofResult: key), duty.obligation == .future,
      let (severity, how) = judge(fates.fate(of: key), duty), call.awaited != .direct
    else { return nil }
    return Finding(
      rule: page.name, kind: nil, severity: severity, confidence: duty.confidence, place: call.place,
      message: "what \(program.name(of: call)) ends with is lost: \(how)", context: scene.context(of: key.body),
      path: [Finding.Hop(symbol: duty.name, place: call.place)],
      remedy: "await it, return it, cascade it, or give it a callback")
  }

  private func judge(_ fate: Fate, _ duty: Duty) -> (Severity, String)? {
    switch fate {
    case .dropped: (duty.severity, "nobody keeps the future")
    case .discarded: (.note, "_ = drops the future")
    case .unread(let name): (duty.severity, "\(name) is never read")
    case .cancelled, .unheard, .unsure, .kept: nil
    }
  }
}
