import Model

/// A value that comes to be held somewhere, in the terms of the body that puts it there.
struct FlowedValue {
  var value: Expression
  /// Nil at file scope.
  var body: BodyID?
  var summary: Int
}

/// Which functions an expression may stand for: pointers in fields, closures in properties, names passed along.
extension Program {
  func collectFlows() {
    for (s, summary) in summaries.enumerated() {
      for flow in summary.flows {
        let body = flow.body.map { id($0, in: s) }
        guard let key = flowKey(flow.target, in: body, summary: s) else { continue }
        flows[key, default: []].append(FlowedValue(value: flow.value, body: body, summary: s))
      }
      for property in summary.properties {
        guard let value = property.value, let index = property.body else { continue }
        let key = propertyKey(property.name, owner: property.owner)
        flows[key, default: []].append(FlowedValue(value: value, body: id(index, in: s), summary: s))
      }
    }
  }

  /// Lets functions that are passed to C functions flow into their parameters, and from there on; through tables second,
  /// since what tables hold is known by then.
  func collectArguments() {
    for throughTables in [false, true] {
      for id in bodies.indices where !duplicates.contains(id) && summary(of: id).language == .c {
        for call in body(id).calls where call.arguments.contains(where: { $0.value.isStoredFunction }) {
          let targets = callTargets(call, in: id, throughTables: throughTables)
          for target in targets { flow(call.arguments, from: id, into: target) }
        }
      }
    }
  }

  private func callTargets(_ call: Call, in id: BodyID, throughTables: Bool) -> [BodyID] {
    switch call.callee {
    case .function(let symbol, _): throughTables ? [] : bodiesBySymbol[symbol].map { [$0] } ?? []
    case .field: throughTables ? functions(of: call.callee, in: id) : []
    default: []
    }
  }

  private func flow(_ arguments: [Argument], from id: BodyID, into target: BodyID) {
    let summary = bodies[target].summary
    for (index, argument) in arguments.enumerated() where argument.value.isStoredFunction {
      guard let local = parameterLocals[target]?[index] else { continue }
      flows["local \(summary) \(local)", default: []]
        .append(FlowedValue(value: argument.value, body: id, summary: bodies[id].summary))
    }
  }

  /// One name for a place that holds values, whichever expression reaches it.
  func flowKey(_ target: Expression, in body: BodyID?, summary: Int) -> String? {
    switch target {
    case .field(let record, let name): "field " + canonicalRecord(record) + "." + name
    case .name(let name): propertyKey(name, owner: body.flatMap { holder(of: name, in: $0) })
    case .function(_, let name): propertyKey(name, owner: nil)
    case .element(let inner), .cast(let inner, _), .address(let inner): flowKey(inner, in: body, summary: summary)
    case .member(let base, let name): memberKey(base, name, in: body)
    case .local(let local): "local \(summary) \(local)"
    case .implicitMember, .call, .closure, .type, .integer, .floating, .boolean, .string, .null, .constant, .list,
      .tuple,
      .tupleElement, .either, .selfReference, .superReference, .opaque:
      nil
    }
  }

  /// The type around a body that has a property of this name; nil when it is a global's.
  private func holder(of name: String, in id: BodyID) -> String? {
    var around = owner(of: id)
    while let owner = around {
      if let info = types.find(owner, from: summary(of: id), in: self) {
        let found = types.lineage(of: info, self).first { types.infos[$0].properties[name] != nil }
        if let found { return types.infos[found].name }
      }
      around = outer(owner)
    }
    return nil
  }

  private func memberKey(_ base: Expression, _ name: String, in body: BodyID?) -> String? {
    guard let body, case .nominal(let info, _) = type(of: base, in: body).instance else { return nil }
    return propertyKey(name, owner: types.infos[info].name)
  }

  func propertyKey(_ name: String, owner: String?) -> String {
    "property " + (owner.map { $0 + "." } ?? "") + name
  }

  /// A record by its tag, where a typedef names it.
  func canonicalRecord(_ record: String) -> String { recordAliases[record] ?? record }

  func functions(ofProperty name: String, in info: Int) -> [BodyID] {
    functions(at: propertyKey(name, owner: types.infos[info].name), depth: 0)
  }

  func functions(of value: Expression, in id: BodyID, depth: Int = 0) -> [BodyID] {
    guard depth < 24 else { return [] }
    let summary = bodies[id].summary
    if let symbol = references[id]?[value] { return bodiesBySymbol[symbol].map { [$0] } ?? [] }
    switch value {
    case .closure(let index): return [self.id(index, in: summary)]
    case .function(let symbol, let name):
      if let body = bodiesBySymbol[symbol] { return [body] }
      return functions(at: propertyKey(name, owner: nil), depth: depth + 1)
    case .local(let local): return functions(ofLocal: local, summary: summary, depth: depth)
    case .name(let name): return functions(named: name, in: id, depth: depth)
    case .member(let base, let name): return functions(ofMember: name, base, in: id, depth: depth)
    case .field: return flowKey(value, in: id, summary: summary).map { functions(at: $0, depth: depth + 1) } ?? []
    case .element(let inner), .cast(let inner, _), .address(let inner):
      return functions(of: inner, in: id, depth: depth + 1)
    case .either(let all), .list(let all): return unique(all.flatMap { functions(of: $0, in: id, depth: depth + 1) })
    case .implicitMember, .call, .type, .integer, .floating, .boolean, .string, .null, .constant, .tuple, .tupleElement,
      .selfReference, .superReference, .opaque:
      return []
    }
  }

  private func functions(ofLocal local: Int, summary: Int, depth: Int) -> [BodyID] {
    let declaration = summaries[summary].locals[local]
    let body = id(declaration.body, in: summary)
    switch declaration.kind {
    case .function(let index): return [id(index, in: summary)]
    case .parameter: return functions(at: "local \(summary) \(local)", depth: depth + 1)
    case .variable, .constant:
      let initial = declaration.value.map { functions(of: $0, in: body, depth: depth + 1) } ?? []
      return unique(initial + functions(at: "local \(summary) \(local)", depth: depth + 1))
    }
  }

  /// Everything that flows into a place. A place that is asked for inside its own answer adds nothing to it; only an
  /// answer that no other waits for is complete and remembered.
  func functions(at key: String, depth: Int) -> [BodyID] {
    if let known = heldFunctions[key] { return known }
    guard depth < 24, openFlows.insert(key).inserted else { return [] }
    let found = unique(
      (flows[key] ?? []).flatMap { flow -> [BodyID] in
        guard let body = flow.body else { return functionsAtFileScope(flow.value, summary: flow.summary) }
        return functions(of: flow.value, in: body, depth: depth + 1)
      })
    openFlows.remove(key)
    if openFlows.isEmpty, flowsAreComplete { heldFunctions[key] = found }
    return found
  }

  func functionsAtFileScope(_ value: Expression, summary: Int) -> [BodyID] {
    switch value {
    case .function(let symbol, _): bodiesBySymbol[symbol].map { [$0] } ?? []
    case .closure(let index): [id(index, in: summary)]
    case .cast(let inner, _), .address(let inner): functionsAtFileScope(inner, summary: summary)
    case .list(let all), .either(let all): unique(all.flatMap { functionsAtFileScope($0, summary: summary) })
    default: []
    }
  }

  private func functions(named spelled: String, in id: BodyID, depth: Int) -> [BodyID] {
    let name = baseName(spelled)
    let visible = { (candidate: BodyID) in
      self.isVisible(self.bodies[candidate].summary, self.body(candidate).isFileLocal, from: self.bodies[id].summary)
        && (name == spelled || self.body(candidate).name == spelled)
    }
    var around = owner(of: id)
    while let owner = around {
      if let info = types.find(owner, from: summary(of: id), in: self) {
        for ancestor in types.lineage(of: info, self) {
          let own = (types.infos[ancestor].members[name] ?? []).filter { body($0).kind == .function && visible($0) }
          if !own.isEmpty { return own }
          let stored = functions(at: propertyKey(name, owner: types.infos[ancestor].name), depth: depth + 1)
          if !stored.isEmpty { return stored }
        }
      }
      around = outer(owner)
    }
    if let global = globals[name]?.filter(visible), !global.isEmpty { return global }
    return functions(at: propertyKey(name, owner: nil), depth: depth + 1)
  }

  private func functions(ofMember spelled: String, _ base: Expression, in id: BodyID, depth: Int) -> [BodyID] {
    guard case .nominal(let info, _) = type(of: base, in: id).instance else { return [] }
    let name = baseName(spelled)
    for ancestor in types.lineage(of: info, self) {
      let own = (types.infos[ancestor].members[name] ?? []).filter {
        body($0).kind == .function && (name == spelled || body($0).name == spelled)
      }
      if !own.isEmpty { return own }
      let stored = functions(at: propertyKey(name, owner: types.infos[ancestor].name), depth: depth + 1)
      if !stored.isEmpty { return stored }
    }
    return []
  }

  private func unique(_ bodies: [BodyID]) -> [BodyID] { Set(bodies).sorted() }
}

extension Expression {
  /// A function by name, or a place that may hold one.
  fileprivate var isStoredFunction: Bool {
    switch self {
    case .function, .field, .local: true
    case .cast(let inner, _), .address(let inner), .element(let inner): inner.isStoredFunction
    case .either(let all): all.contains(where: \.isStoredFunction)
    default: false
    }
  }
}
