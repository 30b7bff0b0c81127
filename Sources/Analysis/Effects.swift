import Model
import Rules

/// What a body does to its thread, by kind; each kind with the shortest way there.
struct EffectKey: Hashable {
  var kind: BlockingKind
  var severity: Severity
  var confidence: Confidence
  /// What the wait needs in order to end.
  var awaits: Executor?
  /// The context in which the code that blocks asks not to be: `if loop.inEventLoop { … } else { wait() }`.
  var ruledOut: ContextKind?

  /// Tells any two keys apart in a sort.
  func precedes(_ other: EffectKey) -> Bool {
    let own = (kind.rawValue, severity.rank, confidence.rank, awaits?.rawValue ?? "", ruledOut?.rawValue ?? "")
    return own
      < (
        other.kind.rawValue, other.severity.rank, other.confidence.rank, other.awaits?.rawValue ?? "",
        other.ruledOut?.rawValue ?? ""
      )
  }

  /// Worse first.
  static func isWorse(_ left: EffectKey, _ right: EffectKey) -> Bool {
    // A certain finding beats a severe guess.
    if (left.confidence > .possible) != (right.confidence > .possible) { return left.confidence > .possible }
    if left.severity != right.severity { return left.severity > right.severity }
    if left.confidence != right.confidence { return left.confidence > right.confidence }
    if (left.awaits != nil) != (right.awaits != nil) { return left.awaits != nil }
    if left.ruledOut != right.ruledOut { return (left.ruledOut?.rawValue ?? "") < (right.ruledOut?.rawValue ?? "") }
    return left.kind.rawValue < right.kind.rawValue
  }
}

/// One way to an effect.
struct Effect {
  /// Where a path ends.
  enum Cause: Hashable {
    case fact(Fact)
    /// The source says so itself.
    case statement(BodyID, message: String?)
    case spin(BodyID, loop: Int)
  }

  var key: EffectKey
  /// Calls between here and the cause, itself included.
  var length: Int
  /// The call that starts the path; nil when the body itself is the cause.
  var call: Int?
  /// The body that the call enters and what it does there; nil when the call is the blocking API.
  var next: (body: BodyID, key: EffectKey)?
  var cause: Cause
}

/// The effects of every body: from blocking APIs up through the calls, to a fixed point.
struct Effects {
  let program: Program
  let contexts: Contexts
  private(set) var effects: [BodyID: [EffectKey: Effect]] = [:]

  /// Calls with several targets, each of which blocks: the one that blocks most mildly, which is the least that happens.
  private(set) var unavoidable: [CallKey: BodyID] = [:]

  let waysOut: WaysOut
  private let denials: Denials

  init(_ program: Program, _ contexts: Contexts) {
    self.program = program
    self.contexts = contexts
    waysOut = WaysOut(program)
    denials = Denials(program)
    spread()
  }

  /// Breadth first from the causes, so that the first way found to an effect is the shortest. Every level is worked in
  /// order, so that of two equally short ways the same one wins every time.
  private mutating func spread() {
    var level: [(body: BodyID, effect: Effect)] = []
    for id in program.bodies.indices where !program.duplicates.contains(id) { level += own(id).map { (id, $0) } }
    let callers = callers()
    var choices = choices()
    while true {
      if level.isEmpty { level = certain(&choices) }
      guard !level.isEmpty else { return }
      var reached: [(body: BodyID, key: EffectKey)] = []
      for (body, effect) in level where isNew(effect, in: body) {
        effects[body, default: [:]][effect.key] = effect
        reached.append((body, effect.key))
      }
      level = []
      for (body, key) in reached {
        for caller in callers[body] ?? [] {
          if let effect = passed(key, from: body, through: caller) { level.append((caller.body, effect)) }
        }
      }
      level.sort { Self.comesFirst($0, $1) }
    }
  }

  // MARK: Calls with several targets

  /// A call that runs one of several bodies, all of which are known.
  private struct Choice {
    var key: CallKey
    var targets: [BodyID]
  }

  private func choices() -> [Choice] {
    var result: [Choice] = []
    for id in program.bodies.indices where !program.duplicates.contains(id) {
      for number in program.body(id).calls.indices {
        let key = CallKey(body: id, call: number)
        let callee = program.callee(of: key)
        guard callee.isDynamic, callee.isClosed, callee.alternatives > 1, !callee.factsDecide else { continue }
        result.append(Choice(key: key, targets: callee.targets.prefix(callee.alternatives).map(\.body)))
      }
    }
    return result
  }

  /// What a call does for certain, since each of its targets blocks: as much as the mildest of them.
  private mutating func certain(_ choices: inout [Choice]) -> [(body: BodyID, effect: Effect)] {
    var result: [(body: BodyID, effect: Effect)] = []
    var rest: [Choice] = []
    for choice in choices {
      guard let mildest = mildest(choice.targets) else {
        rest.append(choice)
        continue
      }
      unavoidable[choice.key] = mildest
      for (key, effect) in effects[mildest] ?? [:] where key.confidence > .possible {
        let seen = seen(key, in: mildest, confidence: .resolved, from: choice.key)
        result.append(
          (
            choice.key.body,
            Effect(
              key: seen, length: effect.length + 1, call: choice.key.call, next: (mildest, key), cause: effect.cause)
          ))
      }
    }
    choices = rest
    return result.sorted { Self.comesFirst($0, $1) }
  }

  /// An order without ties, so that of two equally short ways the same one wins every time.
  private static func comesFirst(
    _ left: (body: BodyID, effect: Effect), _ right: (body: BodyID, effect: Effect)
  ) -> Bool {
    let own = (left.body, left.effect.call ?? -1, left.effect.length, left.effect.next?.body ?? -1)
    let other = (right.body, right.effect.call ?? -1, right.effect.length, right.effect.next?.body ?? -1)
    if own != other { return own < other }
    if left.effect.key != right.effect.key { return left.effect.key.precedes(right.effect.key) }
    guard let near = left.effect.next?.key, let far = right.effect.next?.key else { return false }
    return near.precedes(far)
  }

  /// Nil unless all of them block for certain.
  private func mildest(_ targets: [BodyID]) -> BodyID? {
    var best: (body: BodyID, severity: Severity)?
    for target in targets {
      let keys = (effects[target] ?? [:]).keys.filter { $0.confidence > .possible }
      guard passesOn(target), let worst = keys.map(\.severity).max() else { return nil }
      if best.map({ worst < $0.severity }) ?? true { best = (target, worst) }
    }
    return best?.body
  }

  private func isNew(_ effect: Effect, in body: BodyID) -> Bool {
    effects[body]?[effect.key] == nil
  }

  struct Caller {
    var body: BodyID
    var call: Int
    var confidence: Confidence
  }

  private func callers() -> [BodyID: [Caller]] {
    var result: [BodyID: [Caller]] = [:]
    for id in program.bodies.indices where !program.duplicates.contains(id) {
      for number in program.body(id).calls.indices {
        for (target, confidence) in entered(CallKey(body: id, call: number)) where passesOn(target) {
          result[target, default: []].append(Caller(body: id, call: number, confidence: confidence))
        }
      }
    }
    return result
  }

  /// The bodies that a call runs before it returns.
  func entered(_ key: CallKey) -> [(body: BodyID, confidence: Confidence)] {
    let call = program.body(key.body).calls[key.call]
    guard call.kind != .reference else { return [] }
    let callee = program.callee(of: key)
    let called = callee.factsDecide ? [] : callee.targets.map { ($0.body, callee.confidence) }
    return called + (contexts.inline[key] ?? []).map { ($0.function, $0.confidence) }
  }

  /// An async function, an actor's method and a callback are contexts themselves: their faults are reported there.
  func passesOn(_ id: BodyID) -> Bool {
    let body = program.body(id)
    if case .nonblocking? = body.statement { return false }
    if waysOut.bodies.contains(id) || denials.bodies.contains(id) { return false }
    if body.isAsync && body.kind != .closure { return false }
    return !contexts.isRoot(id)
  }

  /// What a caller sees of an effect: the initial value of a global is made once in the life of a process, which is milder.
  func seen(_ key: EffectKey, in body: BodyID, confidence: Confidence, from call: CallKey) -> EffectKey {
    var seen = key
    seen.ruledOut = key.ruledOut ?? program.contextRuledOut(at: call)
    seen.confidence = min(key.confidence, confidence)
    if program.runsOnce(body), !isMadeOnce(key, in: body) { seen.severity = key.severity.milder }
    return seen
  }

  /// Whether the way to an effect leads through the value of another global, which has made it milder already.
  private func isMadeOnce(_ key: EffectKey, in body: BodyID) -> Bool {
    var effect = effects[body]?[key]
    while let next = effect?.next {
      if program.runsOnce(next.body) { return true }
      effect = effects[next.body]?[next.key]
    }
    return false
  }

  private func passed(_ key: EffectKey, from body: BodyID, through caller: Caller) -> Effect? {
    guard let effect = effects[body]?[key] else { return nil }
    let call = CallKey(body: caller.body, call: caller.call)
    let passed = seen(key, in: body, confidence: caller.confidence, from: call)
    return Effect(key: passed, length: effect.length + 1, call: caller.call, next: (body, key), cause: effect.cause)
  }

  // MARK: Causes

  private func own(_ id: BodyID) -> [Effect] {
    let body = program.body(id)
    if case .nonblocking? = body.statement { return [] }
    if denials.bodies.contains(id) { return [] }
    var result: [Effect] = []
    if let (message, confidence) = body.statement?.blocks {
      let key = EffectKey(kind: .wait, severity: .error, confidence: confidence)
      result.append(Effect(key: key, length: 0, cause: .statement(id, message: message)))
    }
    for number in body.calls.indices { result += direct(CallKey(body: id, call: number)) }
    for loop in SpinLoops(program).loops(in: id) {
      let key = EffectKey(kind: .spin, severity: .error, confidence: .inferred)
      result.append(Effect(key: key, length: 1, cause: .spin(id, loop: loop)))
    }
    return result
  }

  /// The blocking APIs that a call is.
  func direct(_ key: CallKey) -> [Effect] {
    let call = program.body(key.body).calls[key.call]
    // `await f()` runs the async function of that name.
    guard call.kind != .reference, !runsAsync(call) else { return [] }
    let callee = program.callee(of: key)
    // The program's own function comes before a library's of the same name.
    guard callee.targets.isEmpty || callee.factsDecide || callee.confidence == .possible || callee.constructed != nil
    else {
      return []
    }
    if callee.facts.contains(where: { denials.hold(for: $0, call, in: key.body) }) { return [] }
    return callee.facts.compactMap { match in
      guard case .blocks(let kind, let severity, let awaits) = match.fact.claim, kind != .spin,
        let confidence = program.force(of: match, for: call, in: key.body)
      else { return nil }
      let needs = awaits ?? SignalSearch(program, contexts).executor(ofWait: key, kind: kind)
      if isLoopWait(match.fact, key) { return nil }
      let effect = EffectKey(
        kind: kind, severity: severity, confidence: match.fact.isDoubtful ? .possible : confidence, awaits: needs,
        ruledOut: program.contextRuledOut(at: key))
      return Effect(key: effect, length: 1, call: key.call, cause: .fact(match.fact))
    }
  }

  private func runsAsync(_ call: Call) -> Bool {
    // The compiler knows which of two overloads it is, and `await` may stand for the hop to an actor alone.
    if let symbol = call.symbol.flatMap({ program.index.symbols[$0] }) { return symbol.isAsync }
    return call.awaited == .direct
  }

  /// The wait of a hand-written loop is what the loop is for.
  private func isLoopWait(_ fact: Fact, _ key: CallKey) -> Bool {
    program.loopWaits.contains(key)
  }
}

extension Statement {
  /// What the source says of its blocking, and how sure that is: `noasync` alone may also mean that a thread must not change.
  fileprivate var blocks: (message: String?, confidence: Confidence)? {
    switch self {
    case .blocking(let message): (message, .inferred)
    case .unavailableFromAsync(let message):
      (message, saysThatItBlocks ? .inferred : .possible)
    case .nonblocking: nil
    }
  }
}

extension Severity {
  fileprivate var milder: Severity { self == .error ? .warning : .note }
}

extension Program {
  /// The context that the code around a call has asked about and was told that it is not in.
  func contextRuledOut(at key: CallKey) -> ContextKind? {
    for question in body(key.body).calls[key.call].ruledOut {
      for match in callee(of: CallKey(body: key.body, call: question)).facts {
        if case .tells(let context) = match.fact.claim { return context }
      }
    }
    return nil
  }

  /// The initial value of a global or `static` property.
  func runsOnce(_ id: BodyID) -> Bool {
    let body = body(id)
    return body.kind == .initialValue && (body.owner == nil || body.isStatic)
  }
}
