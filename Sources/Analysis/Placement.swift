import Model
import Rules

/// Where a function that is handed to someone comes to run.
enum Placement: Hashable, Sendable {
  case runs(Execution)
  /// Nobody says.
  case unknown
}

/// A placement with what it rests on.
struct PlacementEvidence: Sendable {
  var placement: Placement
  var confidence: Confidence
  /// The fact that says so, when one does.
  var fact: Fact?

  static let unknown = PlacementEvidence(placement: .unknown, confidence: .possible)
}

/// Decides where closures and function pointers run: by facts, by the parameter's type, by what the callee does with them.
extension Program {
  func placement(ofArgument index: Int, of key: CallKey, depth: Int = 0) -> PlacementEvidence {
    let call = body(key.body).calls[key.call]
    let callee = callee(of: key)
    if let fact = placementByFact(index, call, callee, in: key.body) { return fact }
    var best = PlacementEvidence.unknown
    for target in callee.targets {
      guard let position = target.parameters[index] else { continue }
      let found = placement(ofParameter: position, of: target.body, depth: depth)
      if best.placement == .unknown { best = found }
      best.confidence = min(best.confidence, callee.confidence)
    }
    if best.placement != .unknown { return best }
    var typed = placementByType(index, call, callee, in: key.body)
    typed.confidence = min(typed.confidence, callee.confidence == .resolved ? .resolved : .inferred)
    return typed
  }

  /// What the type of the parameter says where no body of the callee is known.
  private func placementByType(_ index: Int, _ call: Call, _ callee: Callee, in body: BodyID) -> PlacementEvidence {
    if let requirement = callee.requirement,
      let positions = ParameterMatch.match(call.arguments, requirement.parameters),
      let position = positions[index]
    {
      return placement(by: requirement.parameters[position], in: scope(of: body)) ?? .unknown
    }
    if let type = mangledType(ofArgument: index, call) {
      return placement(by: Parameter(label: nil, name: "", type: type), in: scope(of: body)) ?? .unknown
    }
    if case .function(let type, let scope)? = callee.value, type.parameters.indices.contains(index) {
      let parameter = Parameter(label: nil, name: "", type: type.parameters[index])
      return placement(by: parameter, in: scope) ?? .unknown
    }
    return .unknown
  }

  /// The type that the callee's mangled name gives to the parameter that an argument meets.
  private func mangledType(ofArgument argument: Int, _ call: Call) -> TypeRef? {
    guard let symbol = call.symbol.flatMap({ index.symbols[$0] }), let types = symbol.parameters,
      let labels = symbol.labels, labels.count == types.count
    else { return nil }
    // Which parameters have defaults is not in the name; a caller may have left out any.
    let declared = FactSymbol(
      language: .swift, module: symbol.module, path: symbol.path, name: symbol.factName,
      labels: .list(labels.map { FactSymbol.Label(name: $0, isOptional: true) }))
    guard let match = declared.match(call.arguments), match.parameters.indices.contains(argument) else { return nil }
    let position = match.parameters[argument]
    return types.indices.contains(position) ? types[position] : nil
  }

  private func placementByFact(_ index: Int, _ call: Call, _ callee: Callee, in body: BodyID) -> PlacementEvidence? {
    var found: [PlacementEvidence] = []
    for match in callee.facts {
      guard case .runs(.argument(let position), let execution, _) = match.fact.claim,
        match.parameters[index] == position
      else { continue }
      let test = ConditionTest(program: self, call: call, body: body, parameters: match.parameters)
      // Two lines for one parameter, main queue or another: the one whose condition is certain counts.
      if let when = match.fact.when, test.holds(when) != true { continue }
      if let unless = match.fact.unless, test.holds(unless) == true { continue }
      found.append(PlacementEvidence(placement: .runs(execution), confidence: match.confidence, fact: match.fact))
    }
    guard var first = found.first else { return nil }
    guard first.confidence == .possible else { return first }
    // The receiver is unknown, but whatever it is, facts agree on what becomes of the closure.
    let placements = Set(found.map(\.placement))
    if placements.count == 1, first.placement == .runs(.inline) { first.confidence = .inferred }
    if placements.count > 1, placements.contains(.runs(.inline)), isInContext(body) {
      first = PlacementEvidence(placement: .runs(.inline), confidence: .inferred)
    }
    return first
  }

  /// Whether code that stands here runs in an async context for what its declaration says.
  private func isInContext(_ id: BodyID) -> Bool {
    var current: BodyID? = id
    while let body = current {
      if self.body(body).isAsync || isolation(of: body) != .none || closureContexts[body] != nil { return true }
      current = parent(of: body)
    }
    return false
  }

  /// What the parameter's type says; nil for an escaping function of no stated isolation.
  private func placement(by parameter: Parameter, in scope: TypeScope) -> PlacementEvidence? {
    var isOptional = false
    var spelled = parameter.type
    if case .optional(let wrapped) = spelled {
      isOptional = true
      spelled = wrapped
    }
    guard case .function(let type, let inner) = resolve(spelled, in: scope) else { return nil }
    if parameter.inheritsContext { return PlacementEvidence(placement: .runs(.creator), confidence: .resolved) }
    if let kind = context(of: type, in: inner) {
      return PlacementEvidence(placement: .runs(.context(kind)), confidence: .resolved)
    }
    // An alias hides whether `@escaping` was written, so only a type spelled in place is known not to escape.
    guard case .function = spelled, !isOptional, !type.isEscaping else { return nil }
    return PlacementEvidence(placement: .runs(.inline), confidence: .resolved)
  }

  /// Where a function of this type runs, whoever calls it; nil when that is up to the caller.
  func context(of type: FunctionType, in scope: TypeScope) -> ContextKind? {
    if case .globalActor(let name) = type.isolation, name == "MainActor" || lookUp([name], from: scope) != nil {
      return name == "MainActor" ? .mainActor : .actor
    }
    return type.isAsync ? .async : nil
  }

  /// What a function of the program does with a parameter.
  func placement(ofParameter index: Int, of id: BodyID, depth: Int) -> PlacementEvidence {
    let key = LocalKey(summary: id, local: index)
    if let known = parameterPlacements[key] { return known }
    let body = body(id)
    guard body.parameters.indices.contains(index) else { return .unknown }
    if summary(of: id).language == .swift, let typed = placement(by: body.parameters[index], in: scope(of: id)) {
      parameterPlacements[key] = typed
      return typed
    }
    guard depth < 5 else { return .unknown }
    parameterPlacements[key] = .unknown
    let found = placementByUse(ofParameter: index, of: id, depth: depth)
    parameterPlacements[key] = found
    return found
  }

  private func placementByUse(ofParameter index: Int, of id: BodyID, depth: Int) -> PlacementEvidence {
    let summary = bodies[id].summary
    let locals = summaries[summary].locals
    guard
      let local = locals.indices.first(where: {
        locals[$0].body == bodies[id].index && locals[$0].kind == .parameter(index)
      })
    else { return .unknown }
    var best = PlacementEvidence.unknown
    for user in family(of: id) {
      for (number, call) in body(user).calls.enumerated() {
        let key = CallKey(body: user, call: number)
        var found = PlacementEvidence.unknown
        if call.kind == .call, stands(call.callee, for: local) {
          found = PlacementEvidence(placement: .runs(.inline), confidence: .resolved)
        }
        for (position, argument) in call.arguments.enumerated() where stands(argument.value, for: local) {
          let passed = placement(ofArgument: position, of: key, depth: depth + 1)
          if passed.placement != .unknown { found = passed }
        }
        if found.placement == .runs(.inline), user != id {
          found = placement(ofClosure: user, within: id, depth: depth + 1)
        }
        if rank(found.placement) > rank(best.placement) { best = found }
      }
    }
    // Stored as well as called: it is called here in some case, and from wherever it is stored in the others.
    if best.placement == .runs(.inline), summaries[summary].language == .swift, isStored(local, summary) {
      return .unknown
    }
    return best
  }

  private func isStored(_ local: Int, _ summary: Int) -> Bool {
    summaries[summary].flows.contains { stands($0.value, for: local) }
  }

  /// Where a closure inside a function runs, as the function's caller sees it.
  func placement(ofClosure closure: BodyID, within id: BodyID, depth: Int) -> PlacementEvidence {
    var current = closure
    while current != id {
      guard depth < 6, let parent = parent(of: current) else { return .unknown }
      guard case .argument(let call, let argument)? = body(current).use else {
        if body(current).use == .called {
          current = parent
          continue
        }
        return .unknown
      }
      let own = placement(ofArgument: argument, of: CallKey(body: parent, call: call), depth: depth + 1)
      guard own.placement == .runs(.inline) else { return own }
      current = parent
    }
    return PlacementEvidence(placement: .runs(.inline), confidence: .resolved)
  }

  /// The worst place wins: a function that may run on a loop is a loop callback.
  private func rank(_ placement: Placement) -> Int {
    switch placement {
    case .runs(.context), .runs(.creator): 3
    case .runs(.inline): 2
    case .runs(.off): 1
    case .unknown: 0
    }
  }

  func stands(_ value: Expression, for local: Int) -> Bool {
    switch value {
    case .local(let other): other == local
    case .cast(let inner, _), .element(let inner): stands(inner, for: local)
    case .either(let all): all.contains { stands($0, for: local) }
    default: false
    }
  }

  /// A body and all closures and local functions inside it.
  func family(of id: BodyID) -> [BodyID] {
    var result = [id]
    var next = 0
    while next < result.count {
      result += children[result[next]] ?? []
      next += 1
    }
    return result
  }
}
