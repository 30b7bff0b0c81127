import Model
import Rules

/// What a call on a receiver may run, by the receiver's type.
extension Program {
  func findMember(_ spelled: String, of base: Expression, _ call: Call, in id: BodyID) -> Callee {
    let name = baseName(spelled)
    if case .name(let module) = base, isModule(module, seenFrom: id) {
      if let callee = global(name, call, in: id) { return callee }
      let type = resolve(.named([module, name]), in: scope(of: id))
      if call.kind == .call, case .library(let key, _) = type, library.names.contains(key) {
        return construct(.metatype(type), call, in: id)
      }
      if call.kind == .call, case .nominal = type { return construct(.metatype(type), call, in: id) }
      return Callee(facts: freeFacts(name, call, in: id))
    }
    let receiver = type(of: base, in: id)
    if name == "init" { return construct(receiver, call, in: id, isDelegation: receiver.instance == receiver) }
    if call.kind == .call, case .metatype(let instance) = receiver,
      let nested = nestedType(name, in: instance, from: id)
    {
      return construct(.metatype(nested), call, in: id)
    }
    guard receiver.isKnown else { return byNameAlone(name, call, in: id) }
    return members(name, of: receiver, call, in: id, isSuper: base == .superReference)
  }

  func nestedType(_ name: String, in type: Type, from id: BodyID) -> Type? {
    switch type {
    case .nominal(let info, _):
      types.find(types.infos[info].name + "." + name, from: summary(of: id), in: self).map { .nominal($0, []) }
    case .library(let key, _): library.names.contains(key + "." + name) ? .library(key + "." + name, []) : nil
    case .existential, .array, .dictionary, .tuple, .function, .metatype, .unknown: nil
    }
  }

  /// The members of a type that a call may mean, overrides and witnesses included.
  func members(_ name: String, of type: Type, _ call: Call, in id: BodyID, isSuper: Bool = false) -> Callee {
    switch type {
    case .metatype(let instance): return members(name, of: instance, call, in: id, isSuper: isSuper)
    case .existential(let all):
      for each in all {
        var callee = members(name, of: each, call, in: id, isSuper: isSuper)
        guard callee.isResolved || callee.value != nil || callee.requirement != nil else { continue }
        callee.receiver = type
        return callee
      }
      return Callee(confidence: .possible, receiver: type)
    case .nominal(let info, _): return declared(name, in: info, type, call, in: id, isSuper: isSuper)
    case .library, .array, .dictionary: return foreign(name, type, call, in: id)
    case .tuple, .function, .unknown: return Callee(confidence: .possible, receiver: type)
    }
  }

  func declared(_ name: String, in info: Int, _ type: Type, _ call: Call, in id: BodyID, isSuper: Bool)
    -> Callee
  {
    var callee = Callee(receiver: type)
    for ancestor in types.lineage(of: info, self) {
      let own = members(named: name, of: ancestor, call, from: id)
      guard !own.isEmpty else {
        if callee.requirement == nil { callee.requirement = requirement(name, in: ancestor, call) }
        continue
      }
      callee.targets = own
      break
    }
    if !isSuper { addOverrides(name, of: info, call, to: &callee, from: id) }
    prefer(libraryFacts(name, types: ownFactNames(of: info), call, in: id), in: &callee)
    if callee.targets.isEmpty, call.kind == .call, case .function = self.type(ofProperty: name, in: type) {
      let stored = functions(ofProperty: name, in: info)
      callee = dynamic(stored, call, .inferred)
      callee.receiver = type
      callee.value = self.type(ofProperty: name, in: type)
      return callee
    }
    if callee.targets.isEmpty, call.kind == .read || call.kind == .write {
      callee.targets = wrapperAccessors(name, of: info, call, in: id)
    }
    if callee.targets.isEmpty {
      callee.facts = libraryFacts(name, types: foreignLineage(of: info), call, in: id)
    }
    return callee
  }

  /// Touching a wrapped property runs the accessors of its wrapper's `wrappedValue`.
  func wrapperAccessors(_ name: String, of info: Int, _ call: Call, in id: BodyID) -> [Callee.Target] {
    for ancestor in types.lineage(of: info, self) {
      guard let (summary, property) = types.infos[ancestor].properties[name] else { continue }
      for wrapper in property.wrappers {
        let type = resolve(wrapper, in: TypeScope(summary: summary, owner: types.infos[ancestor].name))
        guard case .nominal(let wrapping, _) = type, types.infos[wrapping].isPropertyWrapper else { continue }
        return members("wrappedValue", of: type, call, in: id).targets
      }
    }
    return []
  }

  /// Lets facts about a library speak for its declarations when the program holds the library's sources too.
  func prefer(_ matches: [Callee.Match], in callee: inout Callee) {
    guard !matches.isEmpty, !callee.targets.isEmpty || callee.requirement != nil else { return }
    let modules = Set(callee.targets.map { summary(of: $0.body).module })
    let own = matches.filter {
      modules.isSubset(of: [$0.fact.symbol.module]) || (callee.isDynamic && modules.contains($0.fact.symbol.module))
        || modules.isEmpty
    }
    guard !own.isEmpty else { return }
    callee.facts = own
    callee.factsDecide = own.contains(where: \.fact.claim.isOfThread)
    callee.confidence = .inferred
  }

  func requirement(_ name: String, in info: Int, _ call: Call) -> Body? {
    types.infos[info].requirements[name]?.first { ParameterMatch.match(call.arguments, $0.parameters) != nil }
  }

  /// What subclasses and conforming types put in the place of a method.
  func addOverrides(_ name: String, of info: Int, _ call: Call, to callee: inout Callee, from id: BodyID) {
    let kind = types.infos[info].kind
    guard kind == .class || kind == .protocol,
      kind == .class || callee.requirement != nil || isRequirement(name, of: info)
    else { return }
    for heir in types.descendants(of: info) {
      let own = (types.infos[heir].members[name] ?? []).filter { kind == .protocol || body($0).isOverride }
      let targets =
        call.kind == .call ? overloads(own, call, in: id) : accessors(named: name, among: own, call)?.targets ?? []
      for target in targets where !callee.targets.contains(where: { $0.body == target.body }) {
        callee.targets.append(target)
        callee.isDynamic = true
      }
    }
    if callee.targets.count > 1, callee.isDynamic { callee.confidence = .possible }
  }

  func isRequirement(_ name: String, of info: Int) -> Bool {
    types.infos[info].requirements[name] != nil || types.infos[info].properties[name] != nil
  }

  /// A member of a type from elsewhere: what the program adds to it, then what facts tell.
  func foreign(_ name: String, _ type: Type, _ call: Call, in id: BodyID) -> Callee {
    let names = type.libraryNames(in: self)
    var callee = Callee(receiver: type)
    for key in names {
      guard let additions = types.additions(to: key) else { continue }
      let own = members(named: name, of: additions, call, from: id)
      if !own.isEmpty {
        callee.targets = own
        return callee
      }
    }
    callee.facts = libraryFacts(name, types: names, call, in: id)
    return callee
  }

  func libraryFacts(_ name: String, types names: [String], _ call: Call, in id: BodyID) -> [Callee.Match] {
    let summary = summary(of: id)
    for key in names {
      let candidates = facts.facts(membersOf: key.split(separator: ".").map(String.init)).filter {
        $0.symbol.name == name && sees(summary, factModule: $0.symbol.module)
      }
      let matches = matched(candidates, call, .inferred)
      if !matches.isEmpty { return matches }
    }
    return []
  }

  /// The receiver's type is unknown: every method and fact of the name is possible.
  func byNameAlone(_ name: String, _ call: Call, in id: BodyID) -> Callee {
    let summary = summary(of: id)
    let candidates = facts.facts(named: name).filter {
      !$0.symbol.path.isEmpty && sees(summary, factModule: $0.symbol.module)
    }
    var callee = Callee(facts: matched(candidates, call, .possible), confidence: .possible)
    if call.kind == .call, let methods = methodsByName[name] {
      let visible = methods.filter { isVisible(bodies[$0].summary, body($0).isFileLocal, from: bodies[id].summary) }
      callee.targets = overloads(visible, call, in: id)
    }
    return callee
  }
}
