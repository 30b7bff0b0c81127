import Model

/// How the symbols of a store relate, whichever file says so.
struct SymbolGraph: Sendable {
  typealias Number = StoreContents.SymbolNumber

  /// What takes the place of a requirement or overridable member; the other direction.
  private(set) var overriders: [Number: [Number]] = [:]
  private(set) var overridden: [Number: [Number]] = [:]
  /// The accessors of a property or subscript.
  private(set) var accessors: [Number: [Number]] = [:]
  private(set) var propertyOfAccessor: [Number: Number] = [:]
  private(set) var bases: [Number: [Number]] = [:]
  /// The initialisers of a type, the implicit ones included.
  private(set) var initializers: [Number: [Number]] = [:]
  private(set) var typeOfMember: [Number: Number] = [:]
  /// The `wrappedValue` of a property wrapper.
  private(set) var wrappedValues: [Number: Number] = [:]
  /// Symbols that the files define, the compiler's implicit ones included.
  private(set) var defined: Set<Number> = []
  /// Initialisers that a class has from its superclass: nobody wrote them, and they run the superclass's.
  private(set) var inheritedInitializers: Set<Number> = []

  init(_ contents: StoreContents) {
    var extensions: [Number: Number] = [:]
    for file in contents.files.keys.sorted() {
      guard let record = contents.files[file] else { continue }
      for occurrence in record.occurrences { note(occurrence, in: record, contents.symbols, &extensions) }
    }
    for (extending, type) in extensions { bases[type, default: []] += bases.removeValue(forKey: extending) ?? [] }
    for (member, type) in typeOfMember { typeOfMember[member] = extensions[type] ?? type }
    for (member, type) in typeOfMember {
      let symbol = contents.symbols[Int(member)]
      if symbol.symbolKind == .initializer { initializers[type, default: []].append(member) }
      if symbol.symbolKind == .variable, symbol.name == "wrappedValue" { wrappedValues[type] = member }
    }
    for type in initializers.keys { initializers[type]?.sort() }
  }

  private mutating func note(
    _ occurrence: Occurrence, in record: FileRecord, _ symbols: [StoreSymbol], _ extensions: inout [Number: Number]
  ) {
    let roles = occurrence.roles
    if roles.contains(.definition) { defined.insert(occurrence.symbol) }
    if roles.isSuperset(of: [.definition, .implicit, .overrideOf]),
      symbols[Int(occurrence.symbol)].symbolKind == .initializer
    {
      inheritedInitializers.insert(occurrence.symbol)
    }
    guard !roles.isDisjoint(with: [.overrideOf, .accessorOf, .baseOf, .childOf, .extendedBy]) else { return }
    for relation in record.relations(of: occurrence) {
      if relation.roles.contains(.overrideOf) { link(occurrence.symbol, overrides: relation.symbol) }
      if relation.roles.contains(.accessorOf), propertyOfAccessor[occurrence.symbol] == nil {
        propertyOfAccessor[occurrence.symbol] = relation.symbol
        accessors[relation.symbol, default: []].append(occurrence.symbol)
      }
      if relation.roles.contains(.baseOf) { append(occurrence.symbol, to: relation.symbol, of: \.bases) }
      if relation.roles.contains(.extendedBy) { extensions[relation.symbol] = occurrence.symbol }
      if relation.roles.contains(.childOf), roles.contains(.definition) {
        typeOfMember[occurrence.symbol] = relation.symbol
      }
    }
  }

  private mutating func link(_ overrider: Number, overrides: Number) {
    append(overrider, to: overrides, of: \.overriders)
    append(overrides, to: overrider, of: \.overridden)
  }

  private mutating func append(_ value: Number, to key: Number, of list: WritableKeyPath<Self, [Number: [Number]]>) {
    if self[keyPath: list][key]?.contains(value) == true { return }
    self[keyPath: list][key, default: []].append(value)
  }
}
