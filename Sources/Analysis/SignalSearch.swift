import Model
import Rules

/// Finds out who ends a wait: a semaphore that a `Task` of the same function signals needs the pool, and deadlocks when the
/// wait holds the pool's thread.
struct SignalSearch {
  let program: Program
  let contexts: Contexts

  init(_ program: Program, _ contexts: Contexts) {
    self.program = program
    self.contexts = contexts
  }

  func executor(ofWait key: CallKey, kind: BlockingKind) -> Executor? {
    guard kind == .wait, case .member(let base, let name) = program.body(key.body).calls[key.call].callee else {
      return nil
    }
    let whole = program.outermost(key.body)
    guard let object = identity(base, in: key.body) else { return nil }
    for member in program.family(of: whole) where member != key.body {
      let signals = program.body(member).calls.contains { call in
        guard call.kind == .call, case .member(let other, let method) = call.callee, method != name else {
          return false
        }
        return identity(other, in: member) == object
      }
      if signals, let executor = executor(of: member) { return executor }
    }
    return nil
  }

  /// One name for an object, from whichever closure it is reached.
  private func identity(_ base: Expression, in body: BodyID) -> String? {
    switch base {
    case .local(let local): "local \(local)"
    case .name(let name): "self." + name
    case .selfReference: "self"
    case .member(let inner, let name): identity(inner, in: body).map { $0 + "." + name }
    default: nil
    }
  }

  /// What a closure needs in order to run, as the contexts tell; an inline closure needs what the one around it needs.
  private func executor(of id: BodyID) -> Executor? {
    var current: BodyID? = id
    while let body = current {
      if let root = contexts.roots[body]?.first(where: { $0.confidence > .possible }), program.body(body).parent != nil
      {
        return root.kind.executor
      }
      if contexts.offloaded.contains(body) { return nil }
      current = program.parent(of: body)
    }
    return nil
  }
}

extension ContextKind {
  /// The threads that code in this context occupies.
  var executor: Executor? {
    switch self {
    case .async, .actor: .pool
    case .mainActor, .mainQueue: .main
    case .eventLoop: .eventLoop
    case .gil, .signalHandler, .nonblocking: nil
    }
  }
}
