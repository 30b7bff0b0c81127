import Model
import Rules

/// From a call as spelled, or as the compiler resolved it, to what it may run.
extension Program {
  func callee(of key: CallKey) -> Callee {
    if let known = callees[key] { return known }
    guard openCalls.insert(key).inserted else { return .unknown }
    defer { openCalls.remove(key) }
    var callee = find(key)
    addOmittedDefaults(to: &callee)
    addDeinitializers(to: &callee, body(key.body).calls[key.call])
    callees[key] = callee
    return callee
  }

  func find(_ key: CallKey) -> Callee {
    let call = body(key.body).calls[key.call]
    guard summary(of: key.body).language == .swift else { return findSpelled(call, key) }
    guard let symbol = call.symbol else {
      if isLeftOut(call, key) { return .unknown }
      return certain(findSpelled(call, key), call, in: key.body)
    }
    return resolved(symbol, call, in: key.body, spelled: spelling(of: symbol, call, key))
  }

  /// Whether the call stands in a branch of `#if` for other platforms: the compiler has resolved nothing under its condition.
  func isLeftOut(_ call: Call, _ key: CallKey) -> Bool {
    guard let condition = call.condition, PlatformCondition.excludesHost(condition) else { return false }
    let summary = bodies[key.body].summary
    guard summaries[summary].resolution == .resolved else { return false }
    return !compiledConditions(of: summary).contains(condition)
  }

  func compiledConditions(of summary: Int) -> Set<String> {
    if let known = compiledConditions[summary] { return known }
    var found: Set<String> = []
    for body in summaries[summary].bodies {
      if body.symbol != nil, let condition = body.condition { found.insert(condition) }
      for call in body.calls where call.symbol != nil {
        if let condition = call.condition { found.insert(condition) }
      }
    }
    compiledConditions[summary] = found
    return found
  }

  /// What the spelling tells of a call that the compiler has resolved: types, which the index does not know.
  func spelling(of symbol: String, _ call: Call, _ key: CallKey) -> Callee {
    if call.isImplicit { return Callee() }
    if propertyKeys[symbol] != nil, call.kind == .call { return findSpelled(call, key) }
    if call.kind == .call, index.symbols[symbol]?.kind == .initializer { return findSpelled(call, key) }
    guard case .member(let base, _) = call.callee else { return Callee() }
    return Callee(receiver: type(of: base, in: key.body))
  }

  func findSpelled(_ call: Call, _ key: CallKey) -> Callee {
    if call.kind == .iterate { return findIteration(call, in: key.body) }
    if summary(of: key.body).language == .c { return findC(call, in: key.body) }
    switch call.callee {
    case .local(let local): return findLocal(local, call, in: key.body)
    case .name(let name): return findName(name, call, in: key.body)
    case .member(let base, let name): return findMember(name, of: base, call, in: key.body)
    case .type(let type): return construct(resolve(type, in: scope(of: key.body)), call, in: key.body)
    case .selfReference: return findMember("callAsFunction", of: .selfReference, call, in: key.body)
    case .closure(let index):
      return Callee(targets: [Callee.Target(body: id(index, in: bodies[key.body].summary), parameters: identity(call))])
    case .call, .element, .cast, .either, .tupleElement: return findValue(call.callee, call, in: key.body)
    case .function(let symbol, _): return bodiesBySymbol[symbol].map { target($0, call) } ?? .unknown
    case .implicitMember, .superReference, .field, .integer, .floating, .boolean, .string, .null, .constant, .list,
      .tuple,
      .address, .opaque:
      return .unknown
    }
  }

  /// A parameter that the call leaves out runs its default argument.
  func addOmittedDefaults(to callee: inout Callee) {
    for target in callee.targets {
      let given = Set(target.parameters.values)
      for child in children[target.body] ?? [] where body(child).kind == .defaultArgument {
        let position = body(target.body).parameters.firstIndex { $0.name == body(child).name }
        guard let position, !given.contains(position) else { continue }
        callee.targets.append(Callee.Target(body: child, parameters: [:]))
      }
    }
  }

  func target(_ body: BodyID, _ call: Call) -> Callee {
    Callee(targets: [Callee.Target(body: body, parameters: identity(call))])
  }

  func identity(_ call: Call) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: call.arguments.indices.map { ($0, $0) })
  }
}
