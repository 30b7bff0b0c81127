import Model
import Rules

/// What a value obliges whoever has it to.
struct Duty {
  var obligation: Obligation
  var severity: Severity
  var confidence: Confidence
  /// The name of the type or function that a fact speaks of.
  var name: String
}

extension Program {
  /// What the facts say that must not be forgotten of a call's result.
  func duty(ofResult key: CallKey) -> Duty? {
    let call = body(key.body).calls[key.call]
    let callee = callee(of: key)
    for match in callee.facts {
      guard case .observed(let obligation, let severity) = match.fact.claim,
        let confidence = force(of: match, for: call, in: key.body)
      else { continue }
      return Duty(
        obligation: obligation, severity: severity, confidence: confidence, name: match.fact.symbol.displayName)
    }
    // A method of that name on something of unknown type says nothing of the type of its result.
    if case .member = call.callee, call.symbol == nil, !callee.receiver.isKnown, !callee.isDynamic { return nil }
    guard var duty = duty(of: type(ofCall: key), seenFrom: key.body) else { return nil }
    if call.symbol != nil { duty.confidence = .resolved }
    return duty
  }

  /// What the facts say of any value of a type.
  func duty(of type: Type, seenFrom id: BodyID) -> Duty? {
    if case .metatype = type { return nil }
    for name in type.libraryNames(in: self) {
      let path = name.split(separator: ".").map(String.init)
      guard let last = path.last else { continue }
      for fact in facts.facts(named: last) where fact.symbol.isType && fact.symbol.path == path.dropLast() {
        guard case .observed(let obligation, let severity) = fact.claim,
          sees(summary(of: id), factModule: fact.symbol.module) || summary(of: id).resolution == .resolved
        else { continue }
        return Duty(obligation: obligation, severity: severity, confidence: .inferred, name: name)
      }
    }
    return nil
  }

  /// Whether a call asks how something of this kind ended, or ends it.
  func completes(_ obligation: Obligation, _ key: CallKey) -> Bool {
    callee(of: key).facts.contains { match in
      if case .completes(obligation, _) = match.fact.claim { return true }
      return false
    }
  }

  /// Whether a body, or what it contains or calls of the functions around it, mentions a local of the function around it.
  func reaches(_ id: BodyID, _ local: Int) -> Bool {
    var pending = [id]
    var seen: Set<BodyID> = []
    while let next = pending.popLast() {
      for member in family(of: next) where seen.insert(member).inserted {
        if mentions(member, local) { return true }
        for call in body(member).calls {
          if let function = localFunction(call.callee, in: member) { pending.append(function) }
        }
      }
    }
    return false
  }

  /// A local function that is called by its name.
  func localFunction(_ callee: Expression, in id: BodyID) -> BodyID? {
    guard case .local(let local) = callee else { return nil }
    let summary = bodies[id].summary
    guard case .function(let index) = summaries[summary].locals[local].kind else { return nil }
    return self.id(index, in: summary)
  }

  /// Whether a body's own statements mention a local.
  func mentions(_ id: BodyID, _ local: Int) -> Bool {
    body(id).flow?.blocks.contains { block in
      block.steps.contains { if case .use(local, _) = $0 { true } else { false } }
    } ?? false
  }

  /// A call made on a local itself: `promise.succeed()`.
  func isMade(_ call: Call, on local: Int) -> Bool {
    switch call.callee {
    case .member(let base, _): base.stands(for: local)
    case .local: call.kind == .iterate && call.callee.stands(for: local)
    default: false
    }
  }
}

extension Expression {
  /// The local itself, however it is wrapped.
  func stands(for local: Int) -> Bool {
    switch self {
    case .local(let other): other == local
    case .cast(let inner, _), .element(let inner), .address(let inner): inner.stands(for: local)
    default: false
    }
  }
}
