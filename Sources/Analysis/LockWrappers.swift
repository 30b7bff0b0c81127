import Model

/// What a function does to the locks of its caller, in its own terms.
struct LockWrapper {
  var taken: [HeldLock] = []
  var given: [String] = []
}

/// Functions that take a lock for their caller, or give it back.
extension LockRegions {
  /// A wrapper around a wrapper is found in the second round, and one more around that in the third.
  mutating func findWrappers(in bodies: [BodyID]) {
    defer { dropUnpaired() }
    var candidates = bodies.filter { takesLock($0) || givesLock($0) }
    for _ in 0..<3 where !candidates.isEmpty {
      var found: Set<BodyID> = []
      for id in candidates {
        guard let wrapper = wrapper(id) else { continue }
        wrappers[id] = wrapper
        found.insert(id)
      }
      guard !found.isEmpty else { return }
      candidates = bodies.filter { id in
        wrappers[id] == nil
          && program.body(id).calls.indices.contains { number in
            program.callee(of: CallKey(body: id, call: number)).targets.contains { found.contains($0.body) }
          }
      }
    }
  }

  /// Who takes a lock for others has somebody who gives it back; else it is a function that holds a lock in a way that is not understood.
  private mutating func dropUnpaired() {
    let given = Set(wrappers.flatMap { id, wrapper in wrapper.given.map { "\(program.owner(of: id) ?? "").\($0)" } })
    for (id, wrapper) in wrappers {
      let owner = program.owner(of: id) ?? ""
      let taken = wrapper.taken.filter { given.contains("\(owner).\($0.name)") }
      wrappers[id]?.taken = taken
      if taken.isEmpty, wrapper.given.isEmpty { wrappers[id] = nil }
    }
  }

  /// Whether a closure that stands in a call gives a lock back.
  func isGivenBack(_ lock: HeldLock, withinCall number: Int, of id: BodyID) -> Bool {
    (program.children[id] ?? []).contains { child in
      guard case .argument(number, _)? = program.body(child).use else { return false }
      return program.family(of: child).contains { member in
        lockCalls(in: member).values.contains { if case .give(lock.name) = $0 { true } else { false } }
      }
    }
  }

  private func wrapper(_ id: BodyID) -> LockWrapper? {
    let body = program.body(id)
    guard let flow = body.flow, body.kind == .function, body.parent == nil else { return nil }
    let lockCalls = lockCalls(in: id)
    var ends: [State] = []
    let search = PathSearch<State>(flow: flow, calls: body.calls) { step, state in
      if case .call(let number) = step, let call = lockCalls[number] { Self.apply(call, to: &state) }
      return true
    } end: { ending, state in
      if ending == .returned { ends.append(state) }
    } thrown: { _, _ in
      true
    }
    guard search.run(State()), let first = ends.first else { return nil }
    // Only what every way does is what the function does. A local's lock is nobody else's.
    let taken = first.held.filter { lock in
      !lock.name.hasPrefix("local ") && ends.allSatisfy { $0.held.contains { $0.name == lock.name } }
    }
    let given = first.given.filter { name in
      !name.hasPrefix("local ") && ends.allSatisfy { $0.given.contains(name) }
    }
    return taken.isEmpty && given.isEmpty ? nil : LockWrapper(taken: taken, given: given)
  }

  func wrapped(_ key: CallKey) -> LockCall? {
    let callee = program.callee(of: key)
    guard !callee.isDynamic, callee.targets.count == 1, let wrapper = wrappers[callee.targets[0].body] else {
      return nil
    }
    let call = program.body(key.body).calls[key.call]
    if var lock = wrapper.taken.first {
      lock.name = outside(lock.name, call, in: key.body)
      if let (_, spelled) = self.lock(of: call, in: key.body) { lock.spelled = spelled }
      lock.taking = key.call
      return .take(lock)
    }
    return wrapper.given.first.map { .give(outside($0, call, in: key.body)) }
  }

  /// The name of a wrapper's lock where the wrapper is called on some object.
  private func outside(_ name: String, _ call: Call, in id: BodyID) -> String {
    guard case .member(let base, _) = call.callee, base != .selfReference, base != .superReference,
      let (object, _) = identity(base, in: id)
    else { return name }
    return name + " of " + object
  }
}
