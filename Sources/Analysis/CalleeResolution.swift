import Model
import Rules

/// From a call as spelled to what it may run.
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

  private func find(_ key: CallKey) -> Callee {
    let call = body(key.body).calls[key.call]
    guard summary(of: key.body).language == .swift else { return findSpelled(call, key) }
    guard let symbol = call.symbol else {
      if isLeftOut(call, key) { return .unknown }
      return certain(findSpelled(call, key), call, in: key.body)
    }
    return resolved(symbol, call, in: key.body, spelled: spelling(of: symbol, call, key))
  }

  /// Whether the call stands in a branch of `#if` for other platforms: the compiler has resolved nothing under its condition.
  private func isLeftOut(_ call: Call, _ key: CallKey) -> Bool {
    guard let condition = call.condition, PlatformCondition.excludesHost(condition) else { return false }
    let summary = bodies[key.body].summary
    guard summaries[summary].resolution == .resolved else { return false }
    return !compiledConditions(of: summary).contains(condition)
  }

  private func compiledConditions(of summary: Int) -> Set<String> {
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
  private func spelling(of symbol: String, _ call: Call, _ key: CallKey) -> Callee {
    if call.isImplicit { return Callee() }
    if propertyKeys[symbol] != nil, call.kind == .call { return findSpelled(call, key) }
    if call.kind == .call, index.symbols[symbol]?.kind == .initializer { return findSpelled(call, key) }
    guard case .member(let base, _) = call.callee else { return Callee() }
    return Callee(receiver: type(of: base, in: key.body))
  }

  private func findSpelled(_ call: Call, _ key: CallKey) -> Callee {
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
  private func addOmittedDefaults(to callee: inout Callee) {
    for target in callee.targets {
      let given = Set(target.parameters.values)
      for child in children[target.body] ?? [] where body(child).kind == .defaultArgument {
        let position = body(target.body).parameters.firstIndex { $0.name == body(child).name }
        guard let position, !given.contains(position) else { continue }
        callee.targets.append(Callee.Target(body: child, parameters: [:]))
      }
    }
  }

  private func target(_ body: BodyID, _ call: Call) -> Callee {
    Callee(targets: [Callee.Target(body: body, parameters: identity(call))])
  }

  private func identity(_ call: Call) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: call.arguments.indices.map { ($0, $0) })
  }

  // MARK: C

  private func findC(_ call: Call, in id: BodyID) -> Callee {
    let confidence: Confidence = summary(of: id).resolution == .resolved ? .resolved : .inferred
    switch call.callee {
    case .function(let symbol, let name):
      var callee = (bodiesBySymbol[symbol] ?? exported[name]).map { target($0, call) } ?? Callee()
      callee.confidence = confidence
      // A function that the program defines is what it does, not what a library's of the same name would do.
      if callee.targets.isEmpty { callee.facts = cFacts(named: name, call, confidence) }
      return callee
    case .name(let name):
      if call.kind == .call,
        let found = globals[name]?.first(where: {
          isVisible(bodies[$0].summary, body($0).isFileLocal, from: bodies[id].summary)
        })
      {
        var callee = target(found, call)
        callee.confidence = .inferred
        return callee
      }
      let stored = functions(of: call.callee, in: id)
      if !stored.isEmpty { return dynamic(stored, call, min(confidence, .inferred)) }
      return Callee(facts: cFacts(named: name, call, .inferred))
    case .field(let record, let name) where runsElsewhere(record, name): return .unknown
    case .field, .local, .element, .member, .cast, .either, .address, .call:
      let stored = functions(of: call.callee, in: id)
      return dynamic(stored, call, holdsOnlyKnown(call.callee, in: id) ? confidence : min(confidence, .inferred))
    case .closure(let index): return target(self.id(index, in: bodies[id].summary), call)
    case .implicitMember, .type, .integer, .floating, .boolean, .string, .null, .constant, .list, .tuple, .tupleElement,
      .selfReference, .superReference, .opaque:
      return .unknown
    }
  }

  /// Whether facts say that functions stored in a field run on another thread or at another time than the loop's.
  private func runsElsewhere(_ record: String, _ field: String) -> Bool {
    fieldFacts(record: canonicalRecord(record), name: field).contains { $0.claim == .runs(.field, .off, passing: []) }
  }

  func cFacts(named name: String, _ call: Call, _ confidence: Confidence) -> [Callee.Match] {
    facts.facts(named: name, language: .c).compactMap { fact in
      fact.symbol.path.isEmpty
        ? Callee.Match(fact: fact, parameters: identity(call), confidence: confidence) : nil
    }
  }

  /// A call through a pointer: everything known to be stored there; several make it a guess.
  private func dynamic(_ functions: [BodyID], _ call: Call, _ confidence: Confidence) -> Callee {
    var callee = Callee(targets: functions.map { Callee.Target(body: $0, parameters: identity(call)) })
    callee.isDynamic = true
    callee.confidence = functions.count == 1 ? confidence : .possible
    return callee
  }

  /// Whether every value that comes to a field is a function in sight.
  private func holdsOnlyKnown(_ value: Expression, in id: BodyID) -> Bool {
    guard case .field = value, let key = flowKey(value, in: id, summary: bodies[id].summary) else { return false }
    return flows[key]?.allSatisfy { $0.value == .null || !functions(of: $0).isEmpty } == true
  }

  // MARK: Swift

  private func findLocal(_ local: Int, _ call: Call, in id: BodyID) -> Callee {
    let declaration = summaries[bodies[id].summary].locals[local]
    if case .function(let index) = declaration.kind {
      let function = self.id(index, in: bodies[id].summary)
      return Callee(targets: [
        Callee.Target(
          body: function, parameters: ParameterMatch.match(call.arguments, body(function).parameters) ?? identity(call))
      ])
    }
    return findValue(.local(local), call, in: id)
  }

  /// Calls a value: a stored function, or something with `callAsFunction`.
  private func findValue(_ value: Expression, _ call: Call, in id: BodyID) -> Callee {
    guard call.kind == .call else { return .unknown }
    let functions = functions(of: value, in: id)
    let type = type(of: value, in: id)
    if !functions.isEmpty {
      var callee = dynamic(functions, call, .inferred)
      callee.value = type
      return callee
    }
    switch type {
    case .function: return Callee(confidence: .possible, value: type)
    case .nominal, .existential, .library: return members("callAsFunction", of: type, call, in: id)
    case .metatype(let instance): return construct(.metatype(instance), call, in: id)
    case .array, .dictionary, .tuple, .unknown: return .unknown
    }
  }

  /// `for x in sequence` makes an iterator and asks it for elements.
  private func findIteration(_ call: Call, in id: BodyID) -> Callee {
    let sequence = type(of: call.callee, in: id)
    var asking = call
    asking.kind = .call
    asking.arguments = []
    var callee = members("makeIterator", of: sequence, asking, in: id)
    let iterator = callee.targets.first.map { resultType(of: $0.body, callee: callee) } ?? sequence
    let next = members("next", of: iterator, asking, in: id)
    callee.targets += next.targets
    callee.facts += next.facts
    return callee
  }

  private func findName(_ spelled: String, _ call: Call, in id: BodyID) -> Callee {
    let name = baseName(spelled)
    let summary = bodies[id].summary
    var around = owner(of: id)
    while let owner = around {
      let type = resolve(.named(owner.split(separator: ".").map(String.init)), in: TypeScope(summary: summary))
      let callee = members(name, of: type, call, in: id)
      if callee.isResolved || callee.value != nil || callee.requirement != nil { return callee }
      // A member hides globals of its name even when the labels differ, but for what it cannot be.
      if call.kind == .call, call.arguments.isEmpty == false, hasMember(name, type), !hasGlobal(name, from: summary) {
        break
      }
      around = outer(owner)
    }
    if let callee = global(name, call, in: id) { return callee }
    let type = resolve(.named([name]), in: scope(of: id))
    if call.kind == .call {
      switch type {
      case .nominal, .existential: return construct(.metatype(type), call, in: id)
      case .library(let key, _) where library.names.contains(key): return construct(.metatype(type), call, in: id)
      case .array, .dictionary: return construct(.metatype(type), call, in: id)
      case .library, .tuple, .function, .metatype, .unknown: break
      }
    }
    let matches = freeFacts(name, call, in: id)
    if matches.isEmpty, call.kind == .call {
      if case .library(let key, _) = type, key.first?.isUppercase == true { return Callee(constructed: type) }
      // A function of this name was found and its labels did not fit: something else is meant that is not in sight.
      guard globals[name] == nil || name.first?.isLetter == false else { return .unknown }
      return findValue(.name(name), call, in: id)
    }
    return Callee(facts: matches)
  }

  private func hasMember(_ name: String, _ type: Type) -> Bool {
    guard case .nominal(let info, _) = type else { return false }
    return types.lineage(of: info, self).contains { types.infos[$0].members[name] != nil }
  }

  private func hasGlobal(_ name: String, from summary: Int) -> Bool {
    globals[name] != nil || !facts.facts(named: name, language: .c).isEmpty
      || facts.facts(named: name).contains { $0.symbol.path.isEmpty }
  }

  private func global(_ name: String, _ call: Call, in id: BodyID) -> Callee? {
    let summary = bodies[id].summary
    if call.kind != .call {
      guard
        let variable = variables[name]?.first(where: { isVisible($0.summary, $0.property.isFileLocal, from: summary) })
      else { return nil }
      return accessors(named: name, among: globalAccessors(name, variable.summary), call)
    }
    guard let known = globals[name] else { return nil }
    let visible = known.filter {
      isVisible(bodies[$0].summary, body($0).isFileLocal, from: summary) && self.summary(of: $0).language == .swift
    }
    let targets = overloads(visible, call, in: id)
    if targets.isEmpty {
      // C functions of the same package are called by their bare name.
      let c = known.filter { self.summary(of: $0).language == .c && !body($0).isFileLocal && !duplicates.contains($0) }
      return c.isEmpty ? nil : Callee(targets: c.prefix(1).map { Callee.Target(body: $0, parameters: identity(call)) })
    }
    var callee = Callee(targets: targets)
    prefer(freeFacts(name, call, in: id).filter { $0.fact.symbol.language == .swift }, in: &callee)
    return callee
  }

  private func globalAccessors(_ name: String, _ summary: Int) -> [BodyID] {
    globalAccessorTable[name]?.filter { bodies[$0].summary == summary } ?? []
  }

  /// The function whose labels fit; several that differ by type only stay several.
  private func overloads(_ candidates: [BodyID], _ call: Call, in id: BodyID) -> [Callee.Target] {
    let candidates = candidates.compactMap { candidate -> Callee.Target? in
      let body = body(candidate)
      guard body.kind == .function || body.kind == .initializer else { return nil }
      return ParameterMatch.match(call.arguments, body.parameters).map {
        Callee.Target(body: candidate, parameters: $0)
      }
    }
    let fitting = fittingByType(onThisPlatform(candidates), call, in: id)
    // `await f()` means the async one of two, and a plain call in between two is never the async one.
    let isAwaited = call.awaited == .direct
    let matching = fitting.filter { body($0.body).isAsync == isAwaited }
    if fitting.count > 1, !matching.isEmpty { return preferred(matching) }
    return preferred(fitting)
  }

  /// Of several definitions of one function under `#if`, those that this platform compiles; all when none is known to be.
  private func onThisPlatform(_ targets: [Callee.Target]) -> [Callee.Target] {
    guard targets.count > 1 else { return targets }
    let compiled = targets.filter { !PlatformCondition.excludesHost(body($0.body).condition) }
    return compiled.isEmpty ? targets : compiled
  }

  /// The overloads with the fewest parameters left to their defaults.
  private func preferred(_ targets: [Callee.Target]) -> [Callee.Target] {
    guard targets.count > 1 else { return targets }
    let omitted = targets.map { body($0.body).parameters.count - Set($0.parameters.values).count }
    guard let least = omitted.min() else { return targets }
    return zip(targets, omitted).filter { $0.1 == least }.map(\.0)
  }

  private func freeFacts(_ name: String, _ call: Call, in id: BodyID) -> [Callee.Match] {
    let summary = summary(of: id)
    let swift = facts.facts(named: name).filter {
      $0.symbol.path.isEmpty && sees(summary, factModule: $0.symbol.module)
    }
    let matches = matched(swift, call, .inferred)
    if !matches.isEmpty || call.kind != .call { return matches }
    return call.arguments.contains { $0.label != nil } ? [] : cFacts(named: name, call, .inferred)
  }

  /// The facts that fit the call's labels, those that leave the fewest parameters out.
  func matched(_ candidates: [Fact], _ call: Call, _ confidence: Confidence) -> [Callee.Match] {
    var best = Int.max
    var result: [Callee.Match] = []
    for fact in candidates {
      if case .yields = fact.claim { continue }
      if case .refines = fact.claim { continue }
      guard let parameters = fact.parameters(for: call) else { continue }
      let omitted = call.kind == .call ? fact.symbol.match(call.arguments)?.omitted ?? 0 : 0
      if omitted < best {
        best = omitted
        result = []
      }
      if omitted == best { result.append(Callee.Match(fact: fact, parameters: parameters, confidence: confidence)) }
    }
    return result
  }

  private func findMember(_ spelled: String, of base: Expression, _ call: Call, in id: BodyID) -> Callee {
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

  private func nestedType(_ name: String, in type: Type, from id: BodyID) -> Type? {
    switch type {
    case .nominal(let info, _):
      types.find(types.infos[info].name + "." + name, from: summary(of: id), in: self).map { .nominal($0, []) }
    case .library(let key, _): library.names.contains(key + "." + name) ? .library(key + "." + name, []) : nil
    case .existential, .array, .dictionary, .tuple, .function, .metatype, .unknown: nil
    }
  }

  /// Makes a value of a type: its initialisers, or facts about them.
  private func construct(_ type: Type, _ call: Call, in id: BodyID, isDelegation: Bool = false) -> Callee {
    guard let instance = type.instanceToMake else { return .unknown }
    var callee = Callee(receiver: instance, constructed: instance)
    switch instance {
    case .nominal(let info, _):
      callee.targets =
        types.lineage(of: info, self).lazy.map {
          self.overloads(self.types.infos[$0].members["init"] ?? [], call, in: id)
        }
        .first { !$0.isEmpty } ?? []
      if callee.targets.isEmpty {
        callee.facts = libraryFacts("init", types: foreignLineage(of: info), call, in: id)
      }
      prefer(libraryFacts("init", types: ownFactNames(of: info), call, in: id), in: &callee)
      let isMemberwise = callee.targets.isEmpty
      callee.targets += implicitInitialValues(info).filter { !isMemberwise || !isGiven($0.body, by: call) }
    case .library(let key, _):
      if let additions = types.additions(to: key) {
        callee.targets = overloads(types.infos[additions].members["init"] ?? [], call, in: id)
      }
      if callee.targets.isEmpty { callee.facts = libraryFacts("init", types: library.lineage(of: key), call, in: id) }
    case .existential, .array, .dictionary, .tuple, .function, .metatype, .unknown: break
    }
    return callee
  }

  /// Making a value runs the initial values of its stored properties.
  private func implicitInitialValues(_ info: Int) -> [Callee.Target] {
    types.lineage(of: info, self).flatMap { types.infos[$0].properties.values }.compactMap { entry in
      guard !entry.property.isStatic, !entry.property.isLazy, let index = entry.property.body else { return nil }
      return Callee.Target(body: id(index, in: entry.summary), parameters: [:])
    }.sorted { $0.body < $1.body }
  }

  /// Whether a memberwise initialiser is handed what the initial value would be.
  func isGiven(_ value: BodyID, by call: Call) -> Bool {
    let value = body(value)
    return value.kind == .initialValue && call.arguments.contains { $0.label == value.name }
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

  private func declared(_ name: String, in info: Int, _ type: Type, _ call: Call, in id: BodyID, isSuper: Bool)
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
  private func wrapperAccessors(_ name: String, of info: Int, _ call: Call, in id: BodyID) -> [Callee.Target] {
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
  private func prefer(_ matches: [Callee.Match], in callee: inout Callee) {
    guard !matches.isEmpty, !callee.targets.isEmpty || callee.requirement != nil else { return }
    let modules = Set(callee.targets.map { summary(of: $0.body).module })
    let own = matches.filter {
      modules.isSubset(of: [$0.fact.symbol.module]) || (callee.isDynamic && modules.contains($0.fact.symbol.module))
        || modules.isEmpty
    }
    guard !own.isEmpty else { return }
    callee.facts = own
    callee.factsDecide = true
    callee.confidence = .inferred
  }

  private func members(named name: String, of info: Int, _ call: Call, from id: BodyID) -> [Callee.Target] {
    let visible = (types.infos[info].members[name] ?? []).filter {
      isVisible(bodies[$0].summary, body($0).isFileLocal, from: bodies[id].summary)
    }
    switch call.kind {
    case .call: return overloads(visible, call, in: id)
    case .read, .write, .iterate, .reference:
      return accessors(named: name, among: visible, call)?.targets ?? []
    }
  }

  /// The accessors that reading or writing a property or subscript runs.
  private func accessors(named name: String, among candidates: [BodyID], _ call: Call) -> Callee? {
    let kinds: [Body.Kind] =
      switch call.kind {
      case .read, .iterate, .reference: [.getter, .subscriptGetter, .initialValue]
      case .write: [.setter, .subscriptSetter, .willSet, .didSet]
      case .call: []
      }
    let targets = candidates.filter { candidate in
      let body = body(candidate)
      guard kinds.contains(body.kind) else { return false }
      // The initial value of a stored property runs when the object is made; of a lazy or static one, when it is read.
      if body.kind == .initialValue { return isReadOnDemand(body, candidate) }
      guard body.kind == .subscriptGetter || body.kind == .subscriptSetter else { return true }
      // A setter's own `newValue` comes after what stands in the brackets.
      let inBrackets =
        body.kind == .subscriptSetter ? body.parameters.filter { $0.name != "newValue" } : body.parameters
      return ParameterMatch.match(call.arguments, inBrackets) != nil
    }
    return targets.isEmpty ? nil : Callee(targets: targets.map { Callee.Target(body: $0, parameters: identity(call)) })
  }

  private func isReadOnDemand(_ body: Body, _ id: BodyID) -> Bool {
    guard let owner = body.owner else { return true }
    let properties = summary(of: id).properties
    return properties.contains { $0.owner == owner && $0.name == baseName(body.name) && ($0.isStatic || $0.isLazy) }
  }

  private func requirement(_ name: String, in info: Int, _ call: Call) -> Body? {
    types.infos[info].requirements[name]?.first { ParameterMatch.match(call.arguments, $0.parameters) != nil }
  }

  /// What subclasses and conforming types put in the place of a method.
  private func addOverrides(_ name: String, of info: Int, _ call: Call, to callee: inout Callee, from id: BodyID) {
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

  private func isRequirement(_ name: String, of info: Int) -> Bool {
    types.infos[info].requirements[name] != nil || types.infos[info].properties[name] != nil
  }

  /// A member of a type from elsewhere: what the program adds to it, then what facts tell.
  private func foreign(_ name: String, _ type: Type, _ call: Call, in id: BodyID) -> Callee {
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

  private func libraryFacts(_ name: String, types names: [String], _ call: Call, in id: BodyID) -> [Callee.Match] {
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
  private func byNameAlone(_ name: String, _ call: Call, in id: BodyID) -> Callee {
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

extension Type {
  /// What calling this as `T(…)` makes.
  fileprivate var instanceToMake: Type? {
    switch self {
    case .metatype(let instance): instance
    case .nominal, .library, .array, .dictionary: self
    case .existential(let all): all.first
    case .tuple, .function, .unknown: nil
    }
  }
}
