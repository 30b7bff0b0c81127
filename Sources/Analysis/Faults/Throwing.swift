import Model
import Rules

/// Which bodies can throw more than that they have been cancelled.
final class Throwing {
  private let scene: Scene
  private var answers: [BodyID: Bool] = [:]
  private var open: Set<BodyID> = []

  init(_ scene: Scene) { self.scene = scene }

  /// Whether an error that somebody should hear of can leave a body.
  func losesErrors(_ id: BodyID) -> Bool {
    if let known = answers[id] { return known }
    // A function that calls itself throws what its other calls throw.
    guard open.insert(id).inserted else { return false }
    defer { open.remove(id) }
    let body = scene.program.body(id)
    var answer = false
    guard body.flow != nil else { return body.isThrowing }
    var search = scene.paths(in: id) { (_, _: inout Bool) in
      true
    } end: { ending, _ in
      if ending == .threw { answer = true }
    }
    search?.thrown = { call, _ in
      guard let call else { return true }
      let key = CallKey(body: id, call: call)
      return self.scene.mayThrow(key) && !self.onlyCancels(key)
    }
    if search?.run(false) == false { answer = body.isThrowing }
    if open.count == 1 { answers[id] = answer }
    return answer
  }

  /// A call that throws nothing but that its task has been cancelled, or nothing at all.
  private func onlyCancels(_ key: CallKey) -> Bool {
    let call = scene.program.body(key.body).calls[key.call]
    if call.attempt == .none, call.callee == .name("CancellationError") { return true }
    let callee = scene.program.callee(of: key)
    if callee.facts.contains(where: { $0.fact.claim == .throwsCancellation && $0.confidence > .possible }) {
      return true
    }
    guard !callee.isDynamic, callee.targets.count == 1, let target = callee.targets.first,
      scene.program.body(target.body).kind == .function, scene.program.body(target.body).flow != nil
    else { return false }
    // What it is handed may throw as well.
    let takesFunctions = scene.program.body(target.body).parameters.contains { $0.type.isFunction }
    return !takesFunctions && !losesErrors(target.body)
  }
}

extension TypeRef {
  var isFunction: Bool {
    switch self {
    case .function: true
    case .optional(let type): type.isFunction
    default: false
    }
  }
}
