import Model
import Rules

/// Where the public functions of a library run the closures that they are given, as far as that is certain.
struct PublicCallbacks {
  let program: Program
  let interface: Interface

  func facts() -> [InferredFact] {
    let functions = interface.bodies.filter {
      program.body($0).kind == .function || program.body($0).kind == .initializer
    }
    let own = functions.flatMap(facts)
    let required = interface.types.flatMap { summary, type in
      type.requirements.flatMap { facts(ofRequirement: $0, in: summary) }
    }
    // Overloads that differ by type only: one line if they agree, none if they do not.
    return Dictionary(grouping: own + required, by: Subject.init).values.compactMap { same in
      Set(same.map(\.fact.claim)).count == 1 ? same.min { $0.fact.location.isBefore($1.fact.location) } : nil
    }
  }

  /// What one fact can be about.
  private struct Subject: Hashable {
    var symbol: FactSymbol
    var argument: Int

    init(_ inferred: InferredFact) {
      symbol = inferred.fact.symbol
      argument = inferred.fact.order
    }
  }

  private func facts(of id: BodyID) -> [InferredFact] {
    let body = program.body(id)
    guard program.summary(of: id).language == .swift else { return [] }
    return body.parameters.indices.compactMap { index in
      execution(ofParameter: index, of: id).map {
        InferredFact(
          interface.symbol(of: id), .runs(.argument(index), $0, passing: []), confidence: .inferred, of: body)
      }
    }
  }

  private func facts(ofRequirement body: Body, in summary: Summary) -> [InferredFact] {
    guard body.kind == .function || body.kind == .initializer else { return [] }
    return body.parameters.indices.compactMap { index in
      guard body.parameters[index].runsInline else { return nil }
      return InferredFact(
        FactSymbol(of: body, in: summary), .runs(.argument(index), .inline, passing: []), confidence: .inferred,
        of: body)
    }
  }

  private func execution(ofParameter index: Int, of id: BodyID, depth: Int = 0) -> Execution? {
    guard program.body(id).parameters.indices.contains(index), depth < 5 else { return nil }
    let parameter = program.body(id).parameters[index]
    if parameter.runsInline { return .inline }
    guard case .function(let type, _) = program.resolve(parameter.type.unwrapped, in: program.scope(of: id)),
      // An async closure is a context wherever it runs.
      !type.isAsync, !type.isAutoclosure,
      case .runs(let execution) = program.placement(ofParameter: index, of: id, depth: 0).placement
    else { return nil }
    if case .globalActor = type.isolation { return execution }
    return isAlwaysPlaced(index, execution, in: id, depth: depth) ? execution : nil
  }

  /// Whether everything that the function does with the parameter brings it to this place.
  private func isAlwaysPlaced(_ index: Int, _ execution: Execution, in id: BodyID, depth: Int) -> Bool {
    let summary = program.summary(of: id)
    guard
      let local = summary.locals.indices.first(where: {
        summary.locals[$0].body == program.bodies[id].index && summary.locals[$0].kind == .parameter(index)
      })
    else { return false }
    let isKept =
      summary.flows.contains { $0.value.mentions(local) }
      || summary.locals.contains { $0.value?.mentions(local) == true }
    guard !isKept else { return false }
    return program.family(of: id).allSatisfy { user in
      program.body(user).calls.indices.allSatisfy { number in
        uses(of: local, in: CallKey(body: user, call: number), depth: depth).allSatisfy { use in
          let place = use == .inline && user != id ? place(ofClosure: user, within: id) : use
          return place == execution
        }
      }
    }
  }

  /// What a call does with the parameter, each time that it mentions it; nil is anything else than to run it in one place.
  private func uses(of local: Int, in key: CallKey, depth: Int) -> [Execution?] {
    let call = program.body(key.body).calls[key.call]
    var uses: [Execution?] = []
    for (position, argument) in call.arguments.enumerated() where argument.value.mentions(local) {
      let isItself = program.stands(argument.value, for: local)
      uses.append(isItself ? execution(ofArgument: position, of: key, depth: depth) : nil)
    }
    guard call.callee.mentions(local) else { return uses }
    return uses + [call.kind == .call && program.stands(call.callee, for: local) ? .inline : nil]
  }

  /// Facts are believed; a function of the program must be as strict as the one that calls it.
  private func execution(ofArgument position: Int, of key: CallKey, depth: Int) -> Execution? {
    let callee = program.callee(of: key)
    guard callee.targets.isEmpty || callee.factsDecide else {
      let places = callee.targets.map { target in
        target.parameters[position].flatMap { execution(ofParameter: $0, of: target.body, depth: depth + 1) }
      }
      return Set(places).count == 1 ? places[0] : nil
    }
    guard case .runs(let execution) = program.placement(ofArgument: position, of: key).placement else { return nil }
    return execution
  }

  private func place(ofClosure closure: BodyID, within id: BodyID) -> Execution? {
    guard case .runs(let execution) = program.placement(ofClosure: closure, within: id, depth: 0).placement else {
      return nil
    }
    return execution
  }
}

extension Parameter {
  /// Its type says that it does not outlive the call, which the compiler sees to.
  fileprivate var runsInline: Bool {
    guard case .function(let type) = type else { return false }
    guard case .unspecified = type.isolation else { return false }
    return !type.isEscaping && !type.isAsync && !type.isAutoclosure && !inheritsContext
  }
}

extension TypeRef {
  fileprivate var unwrapped: TypeRef {
    if case .optional(let wrapped) = self { return wrapped }
    return self
  }
}

extension RuleLocation {
  fileprivate func isBefore(_ other: RuleLocation) -> Bool { (file, line) < (other.file, other.line) }
}

extension Expression {
  /// Whether the local stands anywhere in it.
  fileprivate func mentions(_ local: Int) -> Bool {
    switch self {
    case .local(let other): other == local
    case .member(let base, _), .element(let base), .tupleElement(let base, _), .address(let base), .cast(let base, _):
      base.mentions(local)
    case .list(let values), .tuple(let values), .either(let values): values.contains { $0.mentions(local) }
    case .name, .function, .implicitMember, .field, .call, .closure, .type, .integer, .floating, .boolean, .string,
      .null, .constant, .selfReference, .superReference, .opaque:
      false
    }
  }
}
