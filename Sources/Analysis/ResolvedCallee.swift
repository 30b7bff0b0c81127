import Model
import Rules

/// What the compiler says that a call runs, put in the place of what its spelling suggests.
extension Program {
  /// - Parameter spelled: What names and types suggest; its types stay, since the compiler's symbol tells of functions only.
  func resolved(_ symbol: String, _ call: Call, in id: BodyID, spelled: Callee) -> Callee {
    if call.kind == .call, let key = propertyKeys[symbol] { return stored(at: key, spelled, call) }
    var callee = spelled
    callee.requirement = requirements[symbol]
    callee.constructed = constructed(by: symbol, spelled)
    callee.confidence = .resolved
    let members = members(replacing: symbol, call)
    callee.targets = members.flatMap { targets($0, call) }
    callee.isDynamic = members.count > 1 || (call.isDynamic && bodiesBySymbol[symbol] == nil)
    callee.alternatives = callee.targets.count
    callee.isClosed =
      requirements[symbol] != nil || bodiesBySymbol[symbol] != nil
      || index.symbols[symbol].map { modules.contains($0.module) } == true
    // Of a requirement that others declare, others may have implementations that are not in sight.
    if callee.isDynamic {
      let isCertain = callee.isClosed && callee.targets.count <= 1 && !isQuiet(symbol, call)
      callee.confidence = isCertain ? .resolved : .possible
    }
    let entailed = entailed(by: [symbol] + members)
    let isMemberwise = bodiesBySymbol[symbol] == nil
    callee.targets += entailed.compactMap { bodiesBySymbol[$0] }
      .filter { observes($0, writeIn: id) && !(isMemberwise && isGiven($0, by: call)) }
      .map { Callee.Target(body: $0, parameters: [:]) }
    let (matches, areOwn) = facts(about: symbol, call)
    callee.facts = matches
    callee.factsDecide = matches.contains(where: \.fact.claim.isOfThread) && areOwn && !callee.targets.isEmpty
    if callee.factsDecide { callee.confidence = .resolved }
    return callee
  }

  /// Whether a class has the member itself and runs nothing there: a stored property that a subclass may observe.
  private func isQuiet(_ symbol: String, _ call: Call) -> Bool {
    guard bodiesBySymbol[symbol] == nil, entailed(by: [symbol]).isEmpty else { return false }
    return call.receiver.flatMap { types.bySymbol[$0] }.map { types.infos[$0].kind == .class } ?? false
  }

  /// A call of a closure that a property holds: the compiler names the property, and what it holds is known from what flows there.
  private func stored(at key: String, _ spelled: Callee, _ call: Call) -> Callee {
    guard spelled.targets.isEmpty else { return spelled }
    var callee = spelled
    callee.facts = []
    callee.targets = functions(at: key, depth: 0).map { Callee.Target(body: $0, parameters: identity(call)) }
    callee.isDynamic = true
    callee.confidence = callee.targets.count == 1 ? .inferred : .possible
    return callee
  }

  /// A call that names or holds what it runs: a local function, a closure called on the spot. No symbol is needed for it.
  func certain(_ callee: Callee, _ call: Call, in id: BodyID) -> Callee {
    guard summary(of: id).resolution == .resolved, callee.targets.count == 1, !callee.isDynamic else { return callee }
    switch call.callee {
    case .closure: break
    case .local(let local):
      guard case .function = summaries[bodies[id].summary].locals[local].kind else { return callee }
    default: return callee
    }
    var callee = callee
    callee.confidence = .resolved
    return callee
  }

  private func constructed(by symbol: String, _ spelled: Callee) -> Type? {
    if let known = index.symbols[symbol] {
      guard known.kind == .initializer else { return nil }
      if spelled.constructed == nil, !known.path.isEmpty { return .library(known.path.joined(separator: "."), []) }
    }
    return spelled.constructed
  }

  // MARK: Targets

  private func targets(_ symbol: String, _ call: Call) -> [Callee.Target] {
    guard let body = bodiesBySymbol[symbol] else { return [] }
    let own = self.body(body)
    let parameters: [Int: Int]
    switch own.kind {
    case .function, .initializer: parameters = ParameterMatch.match(call.arguments, own.parameters) ?? identity(call)
    default: parameters = identity(call)
    }
    return [Callee.Target(body: body, parameters: parameters)]
  }

  /// The symbol itself and what overrides or implements it for the receiver.
  private func members(replacing symbol: String, _ call: Call) -> [String] {
    // `a == b` names Equatable's operator for types whose own is made by the compiler; that says nothing of other types.
    guard call.isDynamic || requirements[symbol] != nil, index.overriders[symbol] != nil else { return [symbol] }
    let receiver = call.receiver.flatMap { types.bySymbol[$0] }.flatMap { types.infos[$0].kind == .class ? $0 : nil }
    var result = [symbol]
    var next = 0
    while next < result.count {
      for overrider in index.overriders[result[next]] ?? [] where !result.contains(overrider) {
        result.append(overrider)
      }
      next += 1
    }
    guard let receiver else { return result }
    return [symbol] + result.dropFirst().filter { isMember($0, ofHeirOf: receiver) }
  }

  private func isMember(_ symbol: String, ofHeirOf type: Int) -> Bool {
    guard let body = bodiesBySymbol[symbol], let owner = self.body(body).owner,
      let info = types.find(owner, from: summary(of: body), in: self)
    else { return true }
    return types.lineage(of: info, self).contains(type)
  }

  // MARK: What runs along

  private func entailed(by symbols: [String]) -> [String] {
    var result: [String] = []
    var pending = symbols
    while let next = pending.popLast() {
      for other in index.entailed[next] ?? [] where !result.contains(other) {
        result.append(other)
        pending.append(other)
      }
    }
    return result.sorted()
  }

  /// Observers stay silent while their own object is made.
  private func observes(_ observer: BodyID, writeIn id: BodyID) -> Bool {
    let observer = body(observer)
    guard observer.kind == .didSet || observer.kind == .willSet else { return true }
    let writer = body(id)
    return writer.kind != .initializer || writer.owner != observer.owner
  }

  // MARK: Facts

  /// The facts about the symbol, or else about what it overrides or implements; and whether they are about the symbol itself.
  private func facts(about symbol: String, _ call: Call) -> (matches: [Callee.Match], areOwn: Bool) {
    var level = [symbol]
    var seen: Set<String> = [symbol]
    while !level.isEmpty {
      for each in level {
        let matches = matches(each, call)
        if !matches.isEmpty { return (matches, each == symbol) }
      }
      level = level.flatMap { index.overridden[$0] ?? [] }.filter { seen.insert($0).inserted }
    }
    return ([], true)
  }

  private func matches(_ usr: String, _ call: Call) -> [Callee.Match] {
    guard let symbol = index.symbols[usr] else { return [] }
    if usr.hasPrefix("c:") {
      return usr.hasPrefix("c:@F@") ? cFacts(named: baseName(symbol.name), call, .resolved) : []
    }
    let candidates = facts.facts(named: symbol.factName).filter { speaks($0.symbol, of: symbol, call) }
    return matched(candidates, call, .resolved)
  }

  /// Whether a fact is about the symbol: its module, the types around it, its labels.
  func speaks(_ fact: FactSymbol, of symbol: Symbol, _ call: Call? = nil) -> Bool {
    guard fact.language == .swift, isDeclared(symbol, inModuleOf: fact) else { return false }
    guard fact.path == symbol.path || receiverPaths(call).contains(fact.path) else { return false }
    return fact.fits(symbol)
  }

  private func isDeclared(_ symbol: Symbol, inModuleOf fact: FactSymbol) -> Bool {
    if symbol.module == fact.module || fact.module.isEmpty { return true }
    if modules.contains(symbol.module) { return false }
    return library.exports(fact.module, symbol.module) || library.exports(symbol.module, fact.module)
  }

  /// The receiver's type and what it inherits from: a fact may name a member where users see it.
  private func receiverPaths(_ call: Call?) -> [[String]] {
    guard let receiver = call?.receiver else { return [] }
    var paths: [[String]] = []
    var pending = [receiver]
    var seen: Set<String> = [receiver]
    while let next = pending.popLast() {
      if let symbol = index.symbols[next] { paths.append(symbol.path + [symbol.name]) }
      pending += (index.bases[next] ?? []).filter { seen.insert($0).inserted }
    }
    return paths
  }
}

extension Symbol {
  /// As facts name it: `init` for initialisers.
  var factName: String { kind == .initializer ? "init" : baseName(name) }

  /// `nil` for `_`; nil when it has no list of labels.
  var labels: [String?]? {
    guard let open = name.lastIndex(of: "("), open != name.startIndex, name.hasSuffix(")") else { return nil }
    let list = name[name.index(after: open)...].dropLast()
    return list.split(separator: ":").map { $0 == "_" ? nil : String($0) }
  }
}

extension FactSymbol {
  /// Whether the labels can be those of the symbol; a fact may leave out what callers may leave out.
  fileprivate func fits(_ symbol: Symbol) -> Bool {
    guard case .list(let declared) = labels else { return true }
    guard let own = symbol.labels else { return declared.isEmpty }
    var rest = own[...]
    for label in declared {
      guard let next = rest.firstIndex(of: label.name) else {
        if label.isOptional { continue }
        return false
      }
      rest = rest[(next + 1)...]
    }
    return true
  }
}
