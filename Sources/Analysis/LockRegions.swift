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

/// Where locks are held: between `lock()` and `unlock()`, and in closures passed to `withLock`.
struct LockRegions {
  let program: Program
  private(set) var calls: [LockedCall] = []
  /// The bodies that take each lock.
  private(set) var takers: [String: Set<BodyID>] = [:]

  init(_ program: Program, _ contexts: Contexts) {
    self.program = program
    for id in program.bodies.indices where !program.duplicates.contains(id) {
      findPairs(in: id)
      findScopes(in: id, contexts)
    }
  }

  // MARK: lock() … unlock()

  private mutating func findPairs(in id: BodyID) {
    let body = program.body(id)
    for number in body.calls.indices {
      let key = CallKey(body: id, call: number)
      guard let (release, lock, spelled) = acquisition(key) else { continue }
      takers[lock, default: []].insert(id)
      for held in held(from: number, until: release, lock: lock, body, id) {
        calls.append(LockedCall(key: CallKey(body: id, call: held), lock: lock, spelled: spelled))
      }
    }
  }

  private func acquisition(_ key: CallKey) -> (release: String, lock: String, spelled: String)? {
    let call = program.body(key.body).calls[key.call]
    for match in program.callee(of: key).facts {
      guard case .holds(_, let until) = match.fact.claim,
        program.force(of: match, for: call, in: key.body).map({ $0 > .possible }) == true,
        let (lock, spelled) = lock(of: call, in: key.body)
      else { continue }
      return (baseName(until.split(separator: ".").last.map(String.init) ?? until), lock, spelled)
    }
    return nil
  }

  /// The calls after an acquisition up to the release of the same lock, as the text runs. A release in a deeper block
  /// frees the rest of that block, and what follows the block is held still; one in `defer` holds to the end.
  private func held(from start: Int, until release: String, lock: String, _ body: Body, _ id: BodyID) -> [Int] {
    var result: [Int] = []
    let depth = body.calls[start].depth
    let taking = name(of: body.calls[start])
    var freed: Int?
    for number in body.calls.indices where number > start {
      let call = body.calls[number]
      // The block that took the lock has ended without a release in sight; where it is held from here is anybody's guess.
      if call.depth < depth, !call.isDeferred { break }
      if let block = freed, call.depth < block { freed = nil }
      let isSameLock = self.lock(of: call, in: id)?.0 == lock
      if isSameLock, name(of: call) == release {
        if call.isDeferred { continue }
        if call.depth <= depth { return result }
        freed = call.depth
      } else if isSameLock, name(of: call) == taking {
        freed = nil
      } else if freed == nil {
        result.append(number)
      }
    }
    return result
  }

  private func name(of call: Call) -> String? {
    switch call.callee {
    case .member(_, let name), .name(let name), .function(_, let name): baseName(name)
    default: nil
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
