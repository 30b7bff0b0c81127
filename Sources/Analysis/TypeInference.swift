import Model
import Rules

/// Light type inference: enough for everyday code, silent where it would guess.
extension Program {
  func scope(of id: BodyID) -> TypeScope {
    TypeScope(summary: bodies[id].summary, owner: owner(of: id), body: id)
  }

  /// The type of an expression that stands in a body.
  func type(of expression: Expression, in id: BodyID) -> Type {
    switch expression {
    case .name(let name): return type(ofName: name, in: id)
    case .local(let local): return type(ofLocal: LocalKey(summary: bodies[id].summary, local: local))
    case .member(let base, let name): return type(ofMember: name, base: base, in: id)
    case .call(let call): return type(ofCall: CallKey(body: id, call: call))
    case .type(let type): return .metatype(resolve(type, in: scope(of: id)))
    case .selfReference: return selfType(in: scope(of: id))
    case .superReference: return superType(in: id)
    case .cast(_, let type): return resolve(type, in: scope(of: id))
    case .element(let sequence): return type(of: sequence, in: id).element(of: self)
    case .list(let elements): return .array(firstKnown(elements, in: id))
    case .tuple(let elements): return .tuple(elements.map { type(of: $0, in: id) })
    case .tupleElement(let tuple, let index):
      guard case .tuple(let elements) = tupleType(of: tuple, in: id), elements.indices.contains(index) else {
        return .unknown
      }
      return elements[index]
    case .address(let value): return type(of: value, in: id)
    case .either(let values): return firstKnown(values, in: id)
    case .string: return .library("String", [])
    case .integer: return .library("Int", [])
    case .floating: return .library("Double", [])
    case .boolean: return .library("Bool", [])
    case .function, .implicitMember, .field, .closure, .null, .constant, .opaque: return .unknown
    }
  }

  /// `for (key, value) in dictionary` takes its elements apart; a dictionary's subscript gives the value.
  private func tupleType(of tuple: Expression, in id: BodyID) -> Type {
    if case .element(let sequence) = tuple, case .dictionary(let key, let value) = type(of: sequence, in: id) {
      return .tuple([key, value])
    }
    return type(of: tuple, in: id)
  }

  private func firstKnown(_ values: [Expression], in id: BodyID) -> Type {
    for value in values {
      let type = type(of: value, in: id)
      if type.isKnown { return type }
    }
    return .unknown
  }

  private func superType(in id: BodyID) -> Type {
    guard case .nominal(let info, _) = selfType(in: scope(of: id)) else { return .unknown }
    if let parent = types.parents(of: info, self).first(where: { types.infos[$0].kind == .class }) {
      return .nominal(parent, [])
    }
    return types.foreignParents(of: info, self).first.map { .library($0, []) } ?? .unknown
  }

  // MARK: Locals

  func type(ofLocal key: LocalKey) -> Type {
    if let known = localTypes[key] { return known }
    guard openLocals.insert(key).inserted else { return .unknown }
    defer { openLocals.remove(key) }
    let type = inferLocal(key)
    localTypes[key] = type
    return type
  }

  private func inferLocal(_ key: LocalKey) -> Type {
    let local = summaries[key.summary].locals[key.local]
    let id = self.id(local.body, in: key.summary)
    if let declared = local.type, declared != .unknown {
      let type = resolve(declared, in: scope(of: id))
      if type.isKnown { return type }
    }
    switch local.kind {
    case .function(let index):
      return functionType(of: self.id(index, in: key.summary))
    case .parameter(let index):
      if let value = local.value { return type(of: value, in: id) }
      let body = body(id)
      guard body.kind == .closure else {
        guard body.parameters.indices.contains(index) else { return .unknown }
        return parameterType(body.parameters[index], of: id)
      }
      return closureParameter(index, of: id)
    case .variable, .constant:
      return local.value.map { type(of: $0, in: id) } ?? .unknown
    }
  }

  private func parameterType(_ parameter: Parameter, of id: BodyID) -> Type {
    let type = resolve(parameter.type, in: scope(of: id))
    return parameter.isVariadic ? .array(type) : type
  }

  /// The type that the callee gives to a parameter of a closure passed to it.
  private func closureParameter(_ index: Int, of closure: BodyID) -> Type {
    guard case .argument(let call, let argument)? = body(closure).use, let parent = parent(of: closure) else {
      return .unknown
    }
    let callee = callee(of: CallKey(body: parent, call: call))
    for target in callee.targets {
      guard let position = target.parameters[argument], self.body(target.body).parameters.indices.contains(position)
      else { continue }
      let parameter = self.body(target.body).parameters[position]
      var scope = scope(of: target.body)
      scope.arguments = callee.arguments(of: self)
      guard case .function(let function, let inner) = resolve(parameter.type, in: scope),
        function.parameters.indices.contains(index)
      else { continue }
      let type = resolve(function.parameters[index], in: inner)
      if type.isKnown { return type }
    }
    for match in callee.facts {
      guard case .runs(.argument(let position), _, let passing) = match.fact.claim,
        match.parameters[argument] == position,
        passing.indices.contains(index), passing[index] != .unknown
      else { continue }
      let scope = factScope(bodies[closure].summary, receiver: callee.receiver)
      let type = resolve(passing[index], in: scope)
      if type.isKnown { return type }
    }
    // `items.forEach { $0 … }`: a closure that runs over a sequence sees its elements.
    return index == 0 && callee.targets.isEmpty ? callee.receiver.element(of: self) : .unknown
  }

  /// The scope in which a fact's types are read: its generic names are bound by the receiver's arguments.
  func factScope(_ summary: Int, receiver: Type) -> TypeScope {
    var scope = TypeScope(summary: summary)
    scope.arguments["Self"] = receiver
    switch receiver {
    case .library(_, let arguments), .nominal(_, let arguments):
      for (name, argument) in zip(["T", "U"], arguments) { scope.arguments[name] = argument }
      for name in ["Value", "Element", "Success", "State", "ChildTaskResult"] {
        scope.arguments[name] = arguments.first
      }
    case .array(let element): scope.arguments["Element"] = element
    case .existential, .dictionary, .tuple, .function, .metatype, .unknown: break
    }
    return scope
  }

  private func functionType(of id: BodyID) -> Type {
    let body = body(id)
    var type = FunctionType(parameters: body.parameters.map(\.type), result: body.result ?? .tuple([]))
    type.isAsync = body.isAsync
    type.isThrowing = body.isThrowing
    type.isolation = body.isolation
    return .function(type, scope: scope(of: id))
  }

  // MARK: Names and members

  private func type(ofName name: String, in id: BodyID) -> Type {
    let scope = scope(of: id)
    var around = scope.owner
    while let owner = around {
      let type = resolve(owner.split(separator: ".").map(String.init), in: scope.summary)
      let member = self.type(ofProperty: name, in: type)
      if member.isKnown { return member }
      around = outer(owner)
    }
    let summary = summaries[scope.summary]
    if let variable = variables[name]?.first(where: {
      isVisible($0.summary, $0.property.isFileLocal, from: scope.summary)
    }) {
      return type(of: variable.property, summary: variable.summary, owner: nil)
    }
    if name == "Self" { return .metatype(selfType(in: scope)) }
    let resolved = resolve(.named([name]), in: scope)
    switch resolved {
    case .nominal, .existential: return .metatype(resolved)
    case .library(let key, _) where library.names.contains(key) && sees(summary, type: key):
      return .metatype(resolved)
    case .library(let key, _) where key.first?.isUppercase == true: return .metatype(resolved)
    case .array, .dictionary, .tuple, .function: return .metatype(resolved)
    case .library, .metatype, .unknown: break
    }
    for fact in library.results(ofFunction: name) where fact.symbol.labels == .none {
      if case .yields(let type) = fact.claim { return resolve(type, in: TypeScope(summary: scope.summary)) }
    }
    return .unknown
  }

  private func resolve(_ path: [String], in summary: Int) -> Type {
    resolve(.named(path), in: TypeScope(summary: summary))
  }

  func isVisible(_ declaring: Int, _ isFileLocal: Bool, from summary: Int) -> Bool {
    if declaring == summary { return true }
    return !isFileLocal && sees(summaries[summary], module: summaries[declaring].module)
  }

  /// Whether any module that declares a library type of this name is in sight.
  func sees(_ summary: Summary, type key: String) -> Bool {
    guard let modules = library.modulesByType[key] else { return true }
    return modules.contains { sees(summary, factModule: $0) }
  }

  private func type(ofMember name: String, base: Expression, in id: BodyID) -> Type {
    if case .name(let module) = base, isModule(module, seenFrom: id) {
      return type(ofName: name, in: id)
    }
    let receiver = type(of: base, in: id)
    if name == "self" { return receiver }
    if case .tuple(let elements) = receiver, let index = Int(name), elements.indices.contains(index) {
      return elements[index]
    }
    if case .metatype(let instance) = receiver, let nested = nested(name, in: instance, from: id) { return nested }
    return type(ofProperty: name, in: receiver)
  }

  private func nested(_ name: String, in type: Type, from id: BodyID) -> Type? {
    switch type {
    case .nominal(let info, _):
      let summary = summaries[bodies[id].summary]
      if let nested = types.find(types.infos[info].name + "." + name, from: summary, in: self) {
        return .metatype(.nominal(nested, []))
      }
      return nil
    case .library(let key, _):
      return library.names.contains(key + "." + name) ? .metatype(.library(key + "." + name, [])) : nil
    case .existential, .array, .dictionary, .tuple, .function, .metatype, .unknown: return nil
    }
  }

  /// Whether a name used as a base is a module and nothing nearer.
  func isModule(_ name: String, seenFrom id: BodyID) -> Bool {
    let summary = summary(of: id)
    // The standard library is there without being imported.
    guard
      name == summary.module || ["Swift", "_Concurrency"].contains(name)
        || imports[summary.module]?.contains(name) == true
    else { return false }
    return lookUp([name], from: scope(of: id)) == nil
  }

  /// The type of a property, looked for in the type, what it inherits from and what extends it.
  func type(ofProperty name: String, in receiver: Type) -> Type {
    switch receiver {
    case .metatype(let instance): return type(ofProperty: name, in: instance)
    case .nominal(let info, let arguments):
      for ancestor in types.lineage(of: info, self) {
        guard let (summary, property) = types.infos[ancestor].properties[name] else { continue }
        let type = type(of: property, summary: summary, owner: ancestor, arguments: ancestor == info ? arguments : [])
        if type.isKnown { return type }
      }
      for parent in foreignLineage(of: info) {
        let type = libraryResult(of: name, in: .library(parent, []))
        if type.isKnown { return type }
      }
      return .unknown
    case .library(let key, _):
      if let additions = types.additions(to: key), let (summary, property) = types.infos[additions].properties[name] {
        let type = type(of: property, summary: summary, owner: additions)
        if type.isKnown { return type }
      }
      return libraryResult(of: name, in: receiver)
    case .existential(let all):
      for each in all {
        let type = type(ofProperty: name, in: each)
        if type.isKnown { return type }
      }
      return .unknown
    case .array, .dictionary:
      let element = receiver.element
      switch (name, receiver) {
      case ("first", _), ("last", _): return element
      case ("values", .dictionary(_, let value)): return .array(value)
      case ("keys", .dictionary(let key, _)): return .array(key)
      case ("indices", _), ("count", _), ("isEmpty", _): return .library("Int", [])
      default: return .unknown
      }
    case .tuple, .function, .unknown: return .unknown
    }
  }

  private func libraryResult(of name: String, in receiver: Type) -> Type {
    guard case .library(let key, _) = receiver else { return .unknown }
    for fact in library.results(of: name, in: key) where fact.symbol.labels == .none {
      guard case .yields(let type) = fact.claim else { continue }
      return resolve(type, in: factScope(0, receiver: receiver))
    }
    return .unknown
  }

  /// The library types that a declared type inherits from, through anything.
  func foreignLineage(of info: Int) -> [String] {
    var result: [String] = []
    for ancestor in types.lineage(of: info, self) {
      let own = isKnownToFacts(ancestor) ? [types.infos[ancestor].name] : []
      for parent in own + types.foreignParents(of: ancestor, self) {
        for name in library.lineage(of: parent) where !result.contains(name) { result.append(name) }
      }
    }
    return result
  }

  /// The types among a type's ancestors, itself included, that the program declares and facts speak of: a library whose
  /// sources are read along with those of its user.
  func ownFactNames(of info: Int) -> [String] {
    types.lineage(of: info, self).filter(isKnownToFacts).map { types.infos[$0].name }
  }

  private func isKnownToFacts(_ info: Int) -> Bool {
    library.modulesByType[types.infos[info].name]?.contains(types.infos[info].module) == true
  }

  func type(of property: Property, summary: Int, owner: Int?, arguments: [Type] = []) -> Type {
    var scope = TypeScope(summary: summary, owner: owner.map { types.infos[$0].name })
    if let owner {
      for (generic, argument) in zip(types.infos[owner].generics, arguments) {
        scope.arguments[generic.name] = argument
      }
    }
    if property.isCase { return owner.map { .nominal($0, []) } ?? .unknown }
    if let declared = property.type {
      let type = resolve(declared, in: scope)
      if type.isKnown { return type }
    }
    guard let value = property.value, let index = property.body else { return wrapped(property, scope) }
    return type(of: value, in: id(index, in: summary))
  }

  private func wrapped(_ property: Property, _ scope: TypeScope) -> Type {
    for wrapper in property.wrappers {
      let type = resolve(wrapper, in: scope)
      if case .nominal(let info, _) = type, types.infos[info].isPropertyWrapper {
        return self.type(ofProperty: "wrappedValue", in: type)
      }
    }
    return .unknown
  }

  // MARK: Calls

  func type(ofCall key: CallKey) -> Type {
    if let known = callTypes[key] { return known }
    guard openCallTypes.insert(key).inserted else { return .unknown }
    defer { openCallTypes.remove(key) }
    let type = inferCall(key)
    callTypes[key] = type
    return type
  }

  private func inferCall(_ key: CallKey) -> Type {
    let call = body(key.body).calls[key.call]
    if call.kind == .read {
      if case .member(let base, "subscript") = call.callee { return subscripted(type(of: base, in: key.body), key) }
      return type(of: call.callee, in: key.body)
    }
    let callee = callee(of: key)
    if let constructed = callee.constructed { return constructed }
    for target in callee.targets {
      let result = resultType(of: target.body, callee: callee)
      if result.isKnown { return result }
    }
    if let function = callee.value, case .function(let type, let scope) = function {
      return resolve(type.result, in: scope)
    }
    let told = libraryResult(of: call, key: key, callee: callee)
    if told.isKnown { return told }
    guard let result = call.symbol.flatMap({ index.symbols[$0]?.result }) else { return .unknown }
    return resolve(result, in: TypeScope(summary: bodies[key.body].summary))
  }

  private func subscripted(_ base: Type, _ key: CallKey) -> Type {
    let callee = callee(of: key)
    for target in callee.targets {
      let result = resultType(of: target.body, callee: callee)
      if result.isKnown { return result }
    }
    if case .dictionary(_, let value) = base { return value }
    return base.element(of: self)
  }

  func resultType(of target: BodyID, callee: Callee) -> Type {
    guard let result = body(target).result else { return .unknown }
    var scope = scope(of: target)
    scope.arguments = callee.arguments(of: self)
    if callee.receiver.isKnown, result == .selfType { return callee.receiver.instance }
    return resolve(result, in: scope)
  }

  private func libraryResult(of call: Call, key: CallKey, callee: Callee) -> Type {
    let name: String
    let candidates: [Fact]
    switch call.callee {
    case .member(_, let member):
      name = baseName(member)
      candidates = callee.receiver.libraryNames(in: self).flatMap { library.results(of: name, in: $0) }
    case .name(let function):
      name = baseName(function)
      candidates = library.results(ofFunction: name)
    default: return .unknown
    }
    for fact in candidates where fact.parameters(for: call) != nil {
      guard case .yields(let type) = fact.claim else { continue }
      return resolve(type, in: factScope(bodies[key.body].summary, receiver: callee.receiver.instance))
    }
    return elementwise(name, callee: callee)
  }

  /// Methods of the standard library's collections that keep or give back elements.
  private func elementwise(_ name: String, callee: Callee) -> Type {
    guard case .array(let element) = callee.receiver else { return .unknown }
    switch name {
    case "filter", "sorted", "reversed", "shuffled", "dropFirst", "dropLast", "prefix", "suffix": return callee.receiver
    case "first", "last", "removeFirst", "removeLast", "popLast", "popFirst", "randomElement", "remove", "min", "max":
      return element
    case "enumerated": return .array(.tuple([.library("Int", []), element]))
    default: return .unknown
    }
  }
}

extension Type {
  /// What iterating or subscripting gives.
  func element(of program: Program) -> Type {
    switch self {
    case .nominal(let info, _): program.elementType(of: info)
    case .dictionary(_, let value): value
    default: element
    }
  }

  /// The type itself, for a metatype too.
  var instance: Type {
    if case .metatype(let instance) = self { return instance }
    return self
  }

  /// The library types that a value of this type is, by name: the type, what it refines, what a declared type inherits.
  func libraryNames(in program: Program) -> [String] {
    switch self {
    case .library(let key, _): program.library.lineage(of: key)
    case .nominal(let info, _): program.foreignLineage(of: info)
    case .existential(let all): all.flatMap { $0.libraryNames(in: program) }
    case .metatype(let instance): instance.libraryNames(in: program)
    case .array: program.library.lineage(of: "Array")
    case .dictionary: program.library.lineage(of: "Dictionary")
    case .tuple, .function, .unknown: []
    }
  }
}

extension Program {
  /// What a subscript of a declared type gives, or its `Element`.
  func elementType(of info: Int) -> Type {
    for ancestor in types.lineage(of: info, self) {
      for member in types.infos[ancestor].members["subscript"] ?? [] {
        guard let result = body(member).result else { continue }
        let type = resolve(result, in: scope(of: member))
        if type.isKnown { return type }
      }
    }
    let name = types.infos[info].name + ".Element"
    let summary = types.infos[info].summary
    guard types.find(name, from: summaries[summary], in: self) != nil else { return .unknown }
    return resolve(.named(["Element"]), in: TypeScope(summary: summary, owner: types.infos[info].name))
  }
}
