import Model
import Rules

/// Hand-written event loops: an unbounded loop that waits for events and dispatches them.
struct EventLoops {
  let program: Program
  /// The bodies from which a wait for events is reached, with the kind of loop it drives.
  private var drivers: [BodyID: ContextKind] = [:]
  private(set) var loops: [(body: BodyID, loop: Int, kind: ContextKind)] = []
  /// Calls that wait for events on behalf of a loop.
  private(set) var waits: Set<CallKey> = []
  /// Functions that such loops dispatch to.
  private(set) var callbacks: [BodyID: ContextKind] = [:]

  init(_ program: Program) {
    self.program = program
    findDrivers()
    findLoops()
  }

  private func isDriver(_ key: CallKey) -> ContextKind? {
    let call = program.body(key.body).calls[key.call]
    guard call.kind == .call else { return nil }
    for match in program.callee(of: key).facts {
      if case .drives(let kind) = match.fact.claim,
        program.force(of: match, for: call, in: key.body).map({ $0 > .possible }) == true
      {
        return kind
      }
    }
    return nil
  }

  private mutating func findDrivers() {
    var pending: [BodyID] = []
    var callers: [BodyID: [BodyID]] = [:]
    for id in program.bodies.indices where !program.duplicates.contains(id) {
      for number in program.body(id).calls.indices {
        let key = CallKey(body: id, call: number)
        if let kind = isDriver(key) {
          drivers[id] = kind
          pending.append(id)
        }
        for target in program.callee(of: key).targets { callers[target.body, default: []].append(id) }
      }
    }
    while let id = pending.popLast() {
      for caller in callers[id] ?? [] where drivers[caller] == nil {
        drivers[caller] = drivers[id]
        pending.append(caller)
      }
    }
  }

  private mutating func findLoops() {
    for id in program.bodies.indices where drivers[id] != nil {
      let body = program.body(id)
      for loop in body.loops.indices where !body.loops[loop].counts {
        guard let kind = drivenKind(loop, body, id), let dispatched = dispatch(from: loop, body, id),
          !dispatched.isEmpty || waitsForMany(loop, body, id)
        else { continue }
        loops.append((id, loop, kind))
        for callback in dispatched { callbacks[callback] = kind }
        excuseWaits(in: loop, body, id)
      }
    }
  }

  private func calls(in loop: Int, _ body: Body) -> [Int] {
    body.calls.indices.filter { isInside(body.calls[$0].loop, loop, body) }
  }

  func isInside(_ inner: Int?, _ loop: Int, _ body: Body) -> Bool {
    var current = inner
    while let index = current {
      if index == loop { return true }
      current = body.loops[index].parent
    }
    return false
  }

  private func drivenKind(_ loop: Int, _ body: Body, _ id: BodyID) -> ContextKind? {
    for number in calls(in: loop, body) where !body.calls[number].isLoopCondition || body.calls[number].loop == loop {
      let key = CallKey(body: id, call: number)
      if let kind = isDriver(key) { return kind }
      for target in program.callee(of: key).targets {
        if let kind = drivers[target.body], !program.callee(of: key).isDynamic || drivers[target.body] != nil {
          return kind
        }
      }
    }
    return nil
  }

  /// The functions that the loop calls through pointers, in itself or a few calls down; nil when it calls through none.
  private func dispatch(from loop: Int, _ body: Body, _ id: BodyID) -> Set<BodyID>? {
    var found: Set<BodyID> = []
    var calledThrough = false
    var seen: Set<BodyID> = [id]
    var level = calls(in: loop, body).map { CallKey(body: id, call: $0) }
    for _ in 0..<4 {
      var next: [CallKey] = []
      for key in level {
        let call = program.body(key.body).calls[key.call]
        guard call.kind == .call else { continue }
        if call.isThroughPointer {
          calledThrough = true
          let callee = program.callee(of: key)
          // A pointer that leads to the loop's own wait is the loop's backend, not a callback.
          found.formUnion(callee.targets.map(\.body).filter { drivers[$0] == nil })
        }
        for target in program.callee(of: key).targets where seen.insert(target.body).inserted {
          next += program.body(target.body).calls.indices.map { CallKey(body: target.body, call: $0) }
        }
      }
      level = next
    }
    return calledThrough ? found : nil
  }

  /// Without a known callback, a call through a pointer in the same loop is evidence enough.
  private func waitsForMany(_ loop: Int, _ body: Body, _ id: BodyID) -> Bool {
    calls(in: loop, body).contains { body.calls[$0].isThroughPointer }
  }

  /// The waits nearest to the loop are its own; a helper further down that waits for something else stays a fault.
  private mutating func excuseWaits(in loop: Int, _ body: Body, _ id: BodyID) {
    var level = calls(in: loop, body).map { CallKey(body: id, call: $0) }
    var seen: Set<BodyID> = [id]
    while !level.isEmpty {
      let own = level.filter { isDriver($0) != nil }
      waits.formUnion(own)
      guard own.isEmpty else { return }
      level = level.flatMap { key in
        program.callee(of: key).targets.map(\.body).filter { drivers[$0] != nil && seen.insert($0).inserted }
      }.flatMap { target in program.body(target).calls.indices.map { CallKey(body: target, call: $0) } }
    }
  }
}

extension Call {
  /// Through a field, a table or a stored pointer.
  var isThroughPointer: Bool {
    switch callee {
    case .field, .element, .cast: true
    case .local, .name, .function, .member, .implicitMember, .call, .closure, .type, .integer, .floating, .boolean,
      .string, .null,
      .constant, .list, .tuple, .tupleElement, .address, .either, .selfReference, .superReference, .opaque:
      false
    }
  }
}
