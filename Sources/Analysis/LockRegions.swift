import Model
import Rules

/// A call made while a lock is held.
struct LockedCall: Hashable {
  var key: CallKey
  /// One name for the lock, the same from every function that takes it.
  var lock: String
  /// As the source spells it.
  var spelled: String
}

/// A place where a task may be suspended while a lock is held.
struct LockedSuspension: Hashable {
  var body: BodyID
  /// What is waited for; nil for a variable.
  var call: Int?
  var place: Place
  var lock: HeldLock
}

/// A lock that some way has taken and not released.
struct HeldLock: Hashable {
  var name: String
  var spelled: String
  /// The call that took it.
  var taking: Int
  /// What releases it, by base name.
  var release: String
  var confidence: Confidence
}

/// Where locks are held: on the ways between `lock()` and `unlock()`, be it through functions of the program's own, and in
/// closures passed to `withLock`.
struct LockRegions {
  let program: Program
  private(set) var calls: [LockedCall] = []
  private(set) var suspensions: [LockedSuspension] = []
  /// The bodies that take each lock.
  private(set) var takers: [String: Set<BodyID>] = [:]
  /// Functions that return with a lock held that they took, or without one that their caller held.
  private var wrappers: [BodyID: LockWrapper] = [:]
  /// Releases by base name, so that not every call is asked what it is.
  private let releases: Set<String>

  init(_ program: Program, _ contexts: Contexts) {
    self.program = program
    releases = Set(program.rules.facts.compactMap(\.releaseName))
    let bodies = program.bodies.indices.filter { !program.duplicates.contains($0) }
    findWrappers(in: bodies)
    for id in bodies {
      findWays(in: id)
      findScopes(in: id, contexts)
    }
  }

  // MARK: lock() … unlock()

  private struct State: Hashable {
    var held: [HeldLock] = []
    /// Locks that were released and not taken before.
    var given: [String] = []
  }

  private mutating func findWays(in id: BodyID) {
    guard let flow = program.body(id).flow, takesLock(id) else { return }
    let lockCalls = lockCalls(in: id)
    guard lockCalls.contains(where: { $0.value.isTaking }) else { return }
    for case .take(let lock) in lockCalls.values { takers[lock.name, default: []].insert(id) }
    var locked: Set<LockedCall> = []
    var suspended: Set<LockedSuspension> = []
    var search = PathSearch<State>(flow: flow, calls: program.body(id).calls) { step, state in
      switch step {
      case .call(let number):
        if let lockCall = lockCalls[number] {
          Self.apply(lockCall, to: &state)
        } else {
          for lock in state.held {
            locked.insert(
              LockedCall(key: CallKey(body: id, call: number), lock: lock.name, spelled: lock.spelled))
          }
        }
      case .suspend(let call, let place):
        for lock in state.held { suspended.insert(LockedSuspension(body: id, call: call, place: place, lock: lock)) }
      case .use, .bind, .store, .make, .turn, .leave: break
      }
      return true
    } end: { _, _ in
    } thrown: { _, _ in
      true
    }
    search.run(State())
    calls += locked.sorted { ($0.key.call, $0.lock) < ($1.key.call, $1.lock) }
    suspensions += suspended.sorted { ($0.place, $0.lock.name) < ($1.place, $1.lock.name) }
  }

  private static func apply(_ call: LockCall, to state: inout State) {
    switch call {
    case .take(let lock):
      if !state.held.contains(where: { $0.name == lock.name }) { state.held.append(lock) }
    case .give(let name):
      if state.held.contains(where: { $0.name == name }) {
        state.held.removeAll { $0.name == name }
      } else if !state.given.contains(name) {
        state.given.append(name)
      }
    }
  }

  /// What a call does to a lock.
  private enum LockCall {
    case take(HeldLock)
    case give(String)

    var isTaking: Bool {
      if case .take = self { return true }
      return false
    }
  }

  private func lockCalls(in id: BodyID) -> [Int: LockCall] {
    let body = program.body(id)
    var result: [Int: LockCall] = [:]
    for number in body.calls.indices where body.calls[number].kind == .call {
      let key = CallKey(body: id, call: number)
      if let lock = acquisition(key) {
        result[number] = .take(lock)
      } else if let call = wrapped(key) {
        result[number] = call
      } else if let name = release(body.calls[number], in: id) {
        result[number] = .give(name)
      }
    }
    return result
  }

  private func acquisition(_ key: CallKey) -> HeldLock? {
    let call = program.body(key.body).calls[key.call]
    for match in program.callee(of: key).facts {
      guard case .holds(_, let until) = match.fact.claim,
        let confidence = program.force(of: match, for: call, in: key.body), confidence > .possible,
        let (lock, spelled) = lock(of: call, in: key.body), !isAttempt(call, match.fact)
      else { continue }
      let release = baseName(until.split(separator: ".").last.map(String.init) ?? until)
      return HeldLock(name: lock, spelled: spelled, taking: key.call, release: release, confidence: confidence)
    }
    return nil
  }

  /// It may give up, and its result, which somebody looks at, says so.
  private func isAttempt(_ call: Call, _ fact: Fact) -> Bool {
    guard call.isResultUsed, case .list(let labels) = fact.symbol.labels else { return false }
    return labels.contains { $0.name == "before" || $0.name?.hasPrefix("timeout") == true }
  }

  private func release(_ call: Call, in id: BodyID) -> String? {
    guard let name = name(of: call), releases.contains(name) else { return nil }
    return lock(of: call, in: id)?.0
  }

  private func name(of call: Call) -> String? {
    switch call.callee {
    case .member(_, let name), .name(let name), .function(_, let name): baseName(name)
    default: nil
    }
  }

  // MARK: Functions that take a lock for their caller

  /// What a function does to the locks of its caller, in its own terms.
  private struct LockWrapper {
    var taken: [HeldLock] = []
    var given: [String] = []
  }

  /// A wrapper around a wrapper is found in the second round, and one more around that in the third.
  private mutating func findWrappers(in bodies: [BodyID]) {
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

  private func wrapped(_ key: CallKey) -> LockCall? {
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

  /// A quick look, before any call is resolved.
  private func takesLock(_ id: BodyID) -> Bool {
    program.body(id).calls.contains { call in
      call.kind == .call && (name(of: call).map { isLockName($0, of: id) } ?? false)
    } || callsWrapper(id)
  }

  private func isLockName(_ name: String, of id: BodyID) -> Bool {
    program.facts.facts(named: name, language: program.summary(of: id).language).contains(where: \.isHold)
      || program.facts.facts(named: name, language: .c).contains(where: \.isHold)
  }

  private func givesLock(_ id: BodyID) -> Bool {
    program.body(id).calls.contains { name(of: $0).map(releases.contains) ?? false }
  }

  private func callsWrapper(_ id: BodyID) -> Bool {
    guard !wrappers.isEmpty else { return false }
    return program.body(id).calls.indices.contains { number in
      program.body(id).calls[number].kind == .call
        && program.callee(of: CallKey(body: id, call: number)).targets.contains { wrappers[$0.body] != nil }
    }
  }

  /// The lock that a call is made on: its receiver in Swift, its first argument in C.
  private func lock(of call: Call, in id: BodyID) -> (String, String)? {
    if case .member(let base, _) = call.callee { return identity(base, in: id) }
    return call.arguments.first.flatMap { identity($0.value, in: id) }
  }

  func identity(_ value: Expression, in id: BodyID) -> (String, String)? {
    switch value {
    case .address(let inner), .cast(let inner, _), .element(let inner): return identity(inner, in: id)
    case .field(let record, let name): return ("field \(program.canonicalRecord(record)).\(name)", name)
    case .name(let name):
      let owner = program.owner(of: id).flatMap { owner in
        program.types.find(owner, from: program.summary(of: id), in: program).flatMap {
          program.types.infos[$0].properties[name] == nil ? nil : program.types.infos[$0].name
        }
      }
      return ("property " + (owner.map { $0 + "." } ?? "") + name, name)
    case .function(_, let name): return ("global \(name)", name)
    case .member(let base, let name):
      if case .nominal(let info, _) = program.type(of: base, in: id).instance {
        return ("property \(program.types.infos[info].name).\(name)", name)
      }
      return identity(base, in: id).map { ($0.0 + "." + name, name) }
    case .local(let local):
      let declaration = program.summaries[program.bodies[id].summary].locals[local]
      return ("local \(program.bodies[id].summary) \(local)", declaration.name)
    case .selfReference: return ("self " + (program.owner(of: id) ?? ""), "self")
    default: return nil
    }
  }

  // MARK: withLock { … }

  private mutating func findScopes(in id: BodyID, _ contexts: Contexts) {
    let body = program.body(id)
    for number in body.calls.indices {
      let key = CallKey(body: id, call: number)
      guard isScope(key), let (lock, spelled) = lock(of: body.calls[number], in: id) else { continue }
      takers[lock, default: []].insert(id)
      for (function, confidence) in contexts.inline[key] ?? []
      where confidence > .possible && program.body(function).kind == .closure {
        for inner in program.body(function).calls.indices {
          calls.append(LockedCall(key: CallKey(body: function, call: inner), lock: lock, spelled: spelled))
        }
      }
    }
  }

  /// A call that takes a lock and runs a closure before it returns.
  private func isScope(_ key: CallKey) -> Bool {
    let facts = program.callee(of: key).facts
    return facts.contains { if case .blocks(.lock, _, _) = $0.fact.claim { $0.confidence > .possible } else { false } }
      && facts.contains { if case .runs(.argument, .inline, _) = $0.fact.claim { true } else { false } }
  }
}

extension Fact {
  fileprivate var isHold: Bool {
    if case .holds = claim { return true }
    return false
  }

  fileprivate var releaseName: String? {
    guard case .holds(_, let until) = claim else { return nil }
    return baseName(until.split(separator: ".").last.map(String.init) ?? until)
  }
}
