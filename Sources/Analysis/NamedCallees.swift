import Model
import Rules

/// What a call by a bare name may run: a local function or value, a member of the types around, a global.
extension Program {
  func findLocal(_ local: Int, _ call: Call, in id: BodyID) -> Callee {
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
  func findValue(_ value: Expression, _ call: Call, in id: BodyID) -> Callee {
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
  func findIteration(_ call: Call, in id: BodyID) -> Callee {
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

  func findName(_ spelled: String, _ call: Call, in id: BodyID) -> Callee {
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

  func hasMember(_ name: String, _ type: Type) -> Bool {
    guard case .nominal(let info, _) = type else { return false }
    return types.lineage(of: info, self).contains { types.infos[$0].members[name] != nil }
  }

  func hasGlobal(_ name: String, from summary: Int) -> Bool {
    globals[name] != nil || !facts.facts(named: name, language: .c).isEmpty
      || facts.facts(named: name).contains { $0.symbol.path.isEmpty }
  }

  func global(_ name: String, _ call: Call, in id: BodyID) -> Callee? {
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

  func globalAccessors(_ name: String, _ summary: Int) -> [BodyID] {
    globalAccessorTable[name]?.filter { bodies[$0].summary == summary } ?? []
  }

  func freeFacts(_ name: String, _ call: Call, in id: BodyID) -> [Callee.Match] {
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
    // What is said of results and errors says nothing of which overload blocks, and the other way round.
    matched(candidates.filter(\.claim.isOfThread), call, confidence, best: Int.max)
      + matched(candidates.filter { !$0.claim.isOfThread }, call, confidence, best: Int.max)
  }

  private func matched(
    _ candidates: [Fact], _ call: Call, _ confidence: Confidence, best limit: Int
  ) -> [Callee.Match] {
    var best = limit
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
}
