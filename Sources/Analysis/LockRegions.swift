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
  var wrappers: [BodyID: LockWrapper] = [:]
  /// Releases by base name, so that not every call is asked what it is.
  private let releases: Set<String>

  /// Whether control does not come back from a call.
  let ends: (CallKey) -> Bool

  init(_ program: Program, _ contexts: Contexts, ends: @escaping (CallKey) -> Bool) {
    self.program = program
    self.ends = ends
    releases = Set(program.rules.facts.compactMap(\.releaseName))
    let bodies = program.bodies.indices.filter { !program.duplicates.contains($0) }
    findWrappers(in: bodies)
    for id in bodies {
      findWays(in: id)
      findScopes(in: id, contexts)
    }
  }

  // MARK: lock() … unlock()

  struct State: Hashable {
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
    let ends = ends
    let search = PathSearch<State>(flow: flow, calls: program.body(id).calls) { step, state in
      switch step {
      case .call(let number):
        if let lockCall = lockCalls[number] {
          Self.apply(lockCall, to: &state)
        } else if ends(CallKey(body: id, call: number)) {
          return false
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

  static func apply(_ call: LockCall, to state: inout State) {
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
  enum LockCall {
    case take(HeldLock)
    case give(String)

    var isTaking: Bool {
      if case .take = self { return true }
      return false
    }
  }

  func lockCalls(in id: BodyID) -> [Int: LockCall] {
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

  /// A quick look, before any call is resolved.
  func takesLock(_ id: BodyID) -> Bool {
    program.body(id).calls.contains { call in
      call.kind == .call && (name(of: call).map { isLockName($0, of: id) } ?? false)
    } || callsWrapper(id)
  }

  private func isLockName(_ name: String, of id: BodyID) -> Bool {
    program.facts.facts(named: name, language: program.summary(of: id).language).contains(where: \.isHold)
      || program.facts.facts(named: name, language: .c).contains(where: \.isHold)
  }

  func givesLock(_ id: BodyID) -> Bool {
    program.body(id).calls.contains { name(of: $0).map(releases.contains) ?? false }
  }

  private func callsWrapper(_ id: BodyID) -> Bool {
    guard !wrappers.isEmpty else { return false }
    return program.body(id).calls.indices.contains { number in
      program.body(id).calls[number].kind == .call
        && program.callee(of: CallKey(body: id, call: number)).targets.contains { wrappers[$0.body] != nil }
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
