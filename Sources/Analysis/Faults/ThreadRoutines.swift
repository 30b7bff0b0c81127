import Model
import Rules

/// What is known of the functions that threads run, and of the attributes that they are started with.
struct ThreadRoutines {
  private let scene: Scene
  private var program: Program { scene.program }

  init(_ scene: Scene) { self.scene = scene }

  /// The thread detaches itself, is started detached, or never ends.
  func needsNoJoin(_ key: CallKey) -> Bool {
    let call = program.body(key.body).calls[key.call]
    guard let position = routine(of: key), call.arguments.indices.contains(position) else { return false }
    let functions = program.functions(of: call.arguments[position].value, in: key.body)
    if !functions.isEmpty, functions.allSatisfy({ neverEnds($0) || detachesItself($0, depth: 0) }) { return true }
    // What stands between the handle and the function says how it is started.
    guard position > 1 else { return false }
    return call.arguments[1..<position].contains { mayDetach($0.value, key) }
  }

  private func routine(of key: CallKey) -> Int? {
    for match in program.callee(of: key).facts {
      if case .runs(.argument(let position), .off, _) = match.fact.claim { return position }
    }
    return nil
  }

  // MARK: Functions

  private func neverEnds(_ id: BodyID) -> Bool {
    guard let search = scene.paths(in: id, step: { (_, _: inout Int) in true }, end: { _, _ in }) else { return false }
    var ends = false
    let watched = PathSearch<Int>(flow: search.flow, calls: search.calls) { step, state in
      if case .call(let call) = step, endsThread(CallKey(body: id, call: call)) { ends = true }
      return search.step(step, &state)
    } end: { _, _ in
      ends = true
    } thrown: { _, _ in
      true
    }
    return watched.run(0) && !ends
  }

  /// It ends the thread that it is called on: `pthread_exit`.
  private func endsThread(_ key: CallKey) -> Bool {
    program.callee(of: key).facts.contains { $0.fact.claim == .completes(.thread, argument: nil) }
  }

  /// `pthread_detach(pthread_self())`
  private func detachesItself(_ id: BodyID, depth: Int) -> Bool {
    let body = program.body(id)
    return body.calls.indices.contains { number in
      let key = CallKey(body: id, call: number)
      let isOwn = completed(by: key).contains { argument in
        switch argument {
        case .call: true
        case .local(let local):
          if case .call? = program.summary(of: id).locals[local].value { true } else { false }
        default: false
        }
      }
      guard !isOwn, depth < 3 else { return isOwn }
      return program.callee(of: key).targets.contains { detachesItself($0.body, depth: depth + 1) }
    }
  }

  /// The arguments that a call completes as threads.
  private func completed(by key: CallKey) -> [Expression] {
    let call = program.body(key.body).calls[key.call]
    return program.callee(of: key).facts.compactMap { match in
      guard case .completes(.thread, let argument?) = match.fact.claim, call.arguments.indices.contains(argument),
        program.force(of: match, for: call, in: key.body) != nil
      else { return nil }
      return call.arguments[argument].value
    }
  }

  // MARK: Attributes

  /// Whether an argument may say that the thread is detached from the start.
  private func mayDetach(_ value: Expression, _ key: CallKey) -> Bool {
    switch value {
    case .null: return false
    case .cast(let inner, _), .address(let inner): return mayDetach(inner, key)
    case .local(let local):
      let declaration = program.summary(of: key.body).locals[local]
      guard declaration.kind == .variable, !declaration.isStatic else { return true }
      return program.body(key.body).calls.indices.contains { number in
        let other = CallKey(body: key.body, call: number)
        let call = program.body(key.body).calls[number]
        guard other != key, call.arguments.contains(where: { program.isPlace($0.value, of: local) }) else {
          return false
        }
        // A function of the program may have been told to.
        return !completed(by: other).isEmpty || !program.callee(of: other).targets.isEmpty
      }
    default: return true
    }
  }
}

extension Program {
  /// A local, or its address.
  fileprivate func isPlace(_ value: Expression, of local: Int) -> Bool {
    switch value {
    case .local(local): true
    case .address(let inner), .cast(let inner, _): isPlace(inner, of: local)
    default: false
    }
  }
}
