package import Model

extension IndexJoin {
  typealias Number = StoreContents.SymbolNumber

  /// The name under which the initial value of a property goes; the compiler has none for it.
  static func valueSymbol(of property: String) -> String { property + "#value" }

  /// The name of an observer that the compiler knows as another property's.
  static func observerSymbol(_ kind: Body.Kind, of property: String) -> String { property + "#" + kind.rawValue }

  /// Whether something else may run in the symbol's place.
  func isReplaced(_ number: Number) -> Bool {
    if graph.overriders[number] != nil { return true }
    return graph.propertyOfAccessor[number].map { graph.overriders[$0] != nil } ?? false
  }

  /// What the analysis needs to know of the symbols in summaries that were joined.
  package func index(of summaries: [Summary]) -> SymbolIndex {
    var index = SymbolIndex()
    addOverrides(to: &index)
    addBases(to: &index)
    for initializer in graph.inheritedInitializers {
      index.entailed[usr(initializer), default: []] += (graph.overridden[initializer] ?? []).map(usr)
    }
    for summary in summaries { addEntailed(by: summary, to: &index) }
    index.entailed = index.entailed.mapValues { Array(Set($0)).sorted() }
    addSymbols(of: summaries, to: &index)
    return index
  }

  private func usr(_ number: Number) -> String { contents.symbols[Int(number)].usr }

  // MARK: Overrides

  private func addOverrides(to index: inout SymbolIndex) {
    for (overridden, overriders) in graph.overriders {
      for overrider in overriders { addOverride(of: overridden, by: overrider, to: &index) }
    }
    index.overriders = index.overriders.mapValues { Array(Set($0)).sorted() }
    index.overridden = index.overridden.mapValues { Array(Set($0)).sorted() }
  }

  private func addOverride(of overridden: Number, by overrider: Number, to index: inout SymbolIndex) {
    link(usr(overrider), overrides: usr(overridden), in: &index)
    guard contents.symbols[Int(overridden)].symbolKind == .variable else { return }
    // The store relates the properties; it is their accessors that run.
    for kind in [Symbol.Kind.getter, .setter] {
      guard let own = accessor(kind, of: overrider), let other = accessor(kind, of: overridden) else { continue }
      link(own, overrides: other, in: &index)
    }
  }

  private func link(_ overrider: String, overrides overridden: String, in index: inout SymbolIndex) {
    index.overriders[overridden, default: []].append(overrider)
    index.overridden[overrider, default: []].append(overridden)
  }

  /// An accessor's USR; of a property declared elsewhere, spelled by the rule of the mangling: `…vp` has the getter `…vg`.
  private func accessor(_ kind: Symbol.Kind, of property: Number) -> String? {
    if let own = graph.accessors[property]?.first(where: { contents.symbols[Int($0)].symbolKind == kind }) {
      return usr(own)
    }
    let property = usr(property)
    guard property.hasPrefix("s:") else { return nil }
    let isStatic = property.hasSuffix("Z")
    let stem = isStatic ? property.dropLast() : property[...]
    guard stem.hasSuffix("vp") || stem.hasSuffix("ip") else { return nil }
    return stem.dropLast() + (kind == .getter ? "g" : "s") + (isStatic ? "Z" : "")
  }

  private func addBases(to index: inout SymbolIndex) {
    for (type, bases) in graph.bases { index.bases[usr(type)] = bases.map(usr).sorted() }
  }

  // MARK: What runs along

  private func addEntailed(by summary: Summary, to index: inout SymbolIndex) {
    for property in summary.properties {
      guard let symbol = property.symbol, let number = numbers[symbol] else { continue }
      addObservers(of: number, to: &index)
      addWrapper(of: number, property, in: summary, to: &index)
      addValue(of: number, property, to: &index)
    }
    for body in summary.bodies where body.kind == .didSet || body.kind == .willSet {
      guard let symbol = body.symbol, let mark = symbol.lastIndex(of: "#"),
        let number = numbers[String(symbol[..<mark])],
        let setter = accessor(.setter, of: number)
      else { continue }
      index.entailed[setter, default: []].append(symbol)
    }
  }

  private func addObservers(of property: Number, to index: inout SymbolIndex) {
    guard let setter = accessor(.setter, of: property) else { return }
    for accessor in graph.accessors[property] ?? [] {
      let kind = contents.symbols[Int(accessor)].symbolKind
      if kind == .willSet || kind == .didSet { index.entailed[setter, default: []].append(usr(accessor)) }
    }
  }

  private func addWrapper(of number: Number, _ property: Property, in summary: Summary, to index: inout SymbolIndex) {
    guard !property.wrappers.isEmpty, let wrapped = wrappers[number].flatMap({ graph.wrappedValues[$0] }) else {
      return
    }
    for kind in [Symbol.Kind.getter, .setter] {
      guard let own = accessor(kind, of: number), let other = accessor(kind, of: wrapped) else { continue }
      index.entailed[own, default: []].append(other)
    }
  }

  /// The value of a global, `static` or `lazy` property is made when it is first read; of a stored one, with the object.
  private func addValue(of number: Number, _ property: Property, to index: inout SymbolIndex) {
    guard property.body != nil else { return }
    let value = Self.valueSymbol(of: usr(number))
    if property.owner == nil || property.isStatic || property.isLazy {
      if let getter = accessor(.getter, of: number) { index.entailed[getter, default: []].append(value) }
      return
    }
    guard let type = graph.typeOfMember[number] else { return }
    for initializer in graph.initializers[type] ?? [] { index.entailed[usr(initializer), default: []].append(value) }
  }

  // MARK: Symbols

  private func addSymbols(of summaries: [Summary], to index: inout SymbolIndex) {
    var wanted: Set<String> = []
    for summary in summaries {
      for body in summary.bodies {
        if let symbol = body.symbol { wanted.insert(symbol) }
        for call in body.calls {
          guard let symbol = call.symbol else { continue }
          wanted.insert(symbol)
          if let receiver = call.receiver { wanted.insert(receiver) }
        }
      }
    }
    var pending = Array(wanted)
    while let next = pending.popLast() {
      for overridden in index.overridden[next] ?? [] where wanted.insert(overridden).inserted {
        pending.append(overridden)
      }
    }
    for usr in wanted {
      guard let number = numbers[usr] else { continue }
      index.symbols[usr] = symbol(number)
    }
  }

  private func symbol(_ number: Number) -> Symbol {
    let stored = contents.symbols[Int(number)]
    var symbol = Symbol(usr: stored.usr, name: String(stored.plainName), kind: stored.symbolKind)
    symbol.isAsync = stored.isAsync
    guard let mangled = MangledName(usr: stored.usr) else { return symbol }
    symbol.module = mangled.module
    symbol.path = mangled.path
    symbol.parameters = mangled.parameters
    symbol.result = mangled.result
    symbol.isThrowing = mangled.isThrowing
    return symbol
  }
}
