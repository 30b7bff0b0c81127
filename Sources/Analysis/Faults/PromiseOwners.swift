import Model
import Rules

/// A body that has to see to it that a local is completed.
struct PromiseOwner {
  var body: BodyID
  var local: Int
  /// Where the obligation begins: at the start of the body, or where the local gets its value.
  var beginsAtBinding: Bool
  /// The body got it from the one around it, and may be called more than once, or never.
  var isCapturing = false
  /// Another closure has it too, and may complete it where this one does not.
  var isShared = false
  var duty: Duty
}

/// Finds out who has to complete the promises and continuations of a program.
struct PromiseOwners {
  private let program: Program

  init(_ program: Program) { self.program = program }

  func owners(of obligation: Obligation, in id: BodyID) -> [PromiseOwner] {
    var owners: [PromiseOwner] = []
    for local in program.localsByBody[id] ?? [] {
      guard let owner = owner(of: local, obligation, in: id) else { continue }
      owners.append(owner)
      let capturing = program.family(of: id).dropFirst().filter { program.mentions($0, local) }
      for inner in capturing {
        var one = PromiseOwner(body: inner, local: local, beginsAtBinding: false, isCapturing: true, duty: owner.duty)
        one.isShared = capturing.contains { $0 != inner && !isWithin($0, inner) && !isWithin(inner, $0) }
        owners.append(one)
      }
    }
    return owners
  }

  private func isWithin(_ inner: BodyID, _ outer: BodyID) -> Bool {
    var current: BodyID? = inner
    while let id = current {
      if id == outer { return true }
      current = program.parent(of: id)
    }
    return false
  }

  private func owner(of local: Int, _ obligation: Obligation, in id: BodyID) -> PromiseOwner? {
    let summary = program.summary(of: id)
    let declaration = summary.locals[local]
    guard !declaration.isOptional,
      let duty = program.duty(
        of: program.type(ofLocal: LocalKey(summary: program.bodies[id].summary, local: local)), seenFrom: id),
      duty.obligation == obligation
    else { return nil }
    switch declaration.kind {
    case .parameter(let index):
      guard isGiven(index, to: id) else { return nil }
      return PromiseOwner(body: id, local: local, beginsAtBinding: false, duty: duty)
    case .variable, .constant:
      // Made here; what comes from elsewhere may be somebody else's to complete.
      guard case .call(let call)? = declaration.value, makes(CallKey(body: id, call: call)) else { return nil }
      return PromiseOwner(body: id, local: local, beginsAtBinding: true, duty: duty)
    case .function: return nil
    }
  }

  /// Whether a parameter comes with the obligation: not one of many elements, and not what the result still speaks of.
  private func isGiven(_ index: Int, to id: BodyID) -> Bool {
    let body = program.body(id)
    guard body.kind == .closure else { return body.result.map(\.isNothing) ?? true }
    guard case .argument(let number, let argument)? = body.use, let parent = program.parent(of: id) else {
      return false
    }
    let callee = program.callee(of: CallKey(body: parent, call: number))
    return callee.facts.contains { match in
      guard case .runs(.argument(let position), _, let passing) = match.fact.claim else { return false }
      return match.parameters[argument] == position && passing.indices.contains(index)
    }
      || callee.targets.contains { target in
        guard let position = target.parameters[argument],
          program.body(target.body).parameters.indices.contains(position),
          let given = program.body(target.body).parameters[position].type.functionParameters,
          given.indices.contains(index)
        else { return false }
        // A generic one is whatever the collection holds.
        return program.duty(
          of: program.resolve(given[index], in: TypeScope(summary: program.bodies[target.body].summary)),
          seenFrom: id) != nil
      }
  }

  /// A function that makes a new one: an initialiser, or one that says so by its name.
  private func makes(_ key: CallKey) -> Bool {
    guard program.body(key.body).calls.indices.contains(key.call) else { return false }
    let call = program.body(key.body).calls[key.call]
    return call.kind == .call
      && (program.callee(of: key).constructed != nil || baseName(program.name(of: call)).hasPrefix("make"))
  }
}

extension Local {
  fileprivate var isOptional: Bool {
    if case .optional? = type { return true }
    return false
  }
}

extension TypeRef {
  fileprivate var functionParameters: [TypeRef]? {
    switch self {
    case .function(let type): type.parameters
    case .optional(let type): type.functionParameters
    default: nil
    }
  }
}
