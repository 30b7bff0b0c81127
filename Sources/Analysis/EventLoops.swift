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

  /// Threads of their own, which a loop without callbacks may serve alone.
  private let offloaded: Set<BodyID>
  private var callers: [BodyID: [BodyID]] = [:]
  /// Drivers whose callers may be the loop.
  private var passing: Set<BodyID> = []

  init(_ program: Program, offloaded: Set<BodyID>) {
    self.program = program
    self.offloaded = offloaded
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

  /// A function that waits for events outside a loop is driven by whoever calls it in one; a function with the loop in it
  /// runs until the program ends, and its callers are no loops.
  private mutating func findDrivers() {
    var pending: [BodyID] = []
    var calls: [BodyID: [CallKey]] = [:]
    for id in program.bodies.indices where !program.duplicates.contains(id) {
      for number in program.body(id).calls.indices {
        let key = CallKey(body: id, call: number)
        if let kind = isDriver(key) { mark(key, kind, &pending) }
        for target in program.callee(of: key).targets {
          callers[target.body, default: []].append(id)
          calls[target.body, default: []].append(key)
        }
      }
    }
    while let id = pending.popLast() {
      guard let kind = drivers[id] else { continue }
      for call in calls[id] ?? [] { mark(call, kind, &pending) }
    }
  }

  private mutating func mark(_ key: CallKey, _ kind: ContextKind, _ pending: inout [BodyID]) {
    let isKnown = drivers[key.body] != nil
    drivers[key.body] = kind
    guard !isInLoop(key), passing.insert(key.body).inserted || !isKnown else { return }
    pending.append(key.body)
  }

  private func isInLoop(_ key: CallKey) -> Bool {
    let body = program.body(key.body)
    var current = body.calls[key.call].loop
    while let loop = current {
      if !body.loops[loop].counts { return true }
      current = body.loops[loop].parent
    }
    return false
  }

  private mutating func findLoops() {
    for id in program.bodies.indices where drivers[id] != nil {
      let body = program.body(id)
      for loop in body.loops.indices where !body.loops[loop].counts {
        guard let kind = drivenKind(loop, body, id) else { continue }
        let way = nearestWaits(in: loop, body, id)
        let dispatched = dispatch(from: loop, body, id)
        guard dispatched != nil || !isOwnThread(id) else { continue }
        // A loop of nothing but its wait is a wait that is tried again.
        guard
          calls(in: loop, body).contains(where: {
            !way.calls.contains(CallKey(body: id, call: $0)) && body.calls[$0].kind == .call
          })
        else { continue }
        loops.append((id, loop, kind))
        waits.formUnion(way.calls)
        for callback in dispatched ?? [] where !way.bodies.contains(callback) { callbacks[callback] = kind }
      }
    }
  }

  /// Whether a thread was started for the loop and nothing else.
  private func isOwnThread(_ id: BodyID) -> Bool {
    var seen: Set<BodyID> = [id]
    var level = [id]
    for _ in 0..<4 {
      if level.contains(where: offloaded.contains) { return true }
      level = level.flatMap { callers[$0] ?? [] }.filter { seen.insert($0).inserted }
    }
    return false
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
          found.formUnion(callee.targets.map(\.body))
        }
        guard !call.isThroughPointer else { continue }
        for target in program.callee(of: key).targets where seen.insert(target.body).inserted {
          next += program.body(target.body).calls.indices.map { CallKey(body: target.body, call: $0) }
        }
      }
      level = next
    }
    return calledThrough ? found : nil
  }

  /// The waits nearest to the loop are its own, and the functions on the way to them its backend; a helper further down
  /// that waits for something else stays a fault.
  private func nearestWaits(in loop: Int, _ body: Body, _ id: BodyID) -> (calls: Set<CallKey>, bodies: Set<BodyID>) {
    var level = calls(in: loop, body).map { CallKey(body: id, call: $0) }
    var seen: Set<BodyID> = [id]
    while !level.isEmpty {
      let own = level.filter { isDriver($0) != nil }
      if !own.isEmpty { return (Set(own), seen) }
      level = level.flatMap { key in
        program.callee(of: key).targets.map(\.body).filter { passing.contains($0) && seen.insert($0).inserted }
      }.flatMap { target in program.body(target).calls.indices.map { CallKey(body: target, call: $0) } }
    }
    return ([], seen)
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
