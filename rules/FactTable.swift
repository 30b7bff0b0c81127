package import Model

/// The facts, found by the name or the type that code mentions.
package struct FactTable: Sendable {
  private struct Key: Hashable {
    var language: Summary.Language
    var name: String
  }

  private var byName: [Key: [Fact]] = [:]
  private var byType: [Key: [Fact]] = [:]
  private var byTypeName: [Key: [Fact]] = [:]

  package init(_ rules: Rules) {
    for fact in rules.facts {
      let symbol = fact.symbol
      byName[Key(language: symbol.language, name: symbol.name), default: []].append(fact)
      guard let last = symbol.path.last else { continue }
      byType[Key(language: symbol.language, name: symbol.path.joined(separator: ".")), default: []].append(fact)
      byTypeName[Key(language: symbol.language, name: last), default: []].append(fact)
    }
  }

  /// Facts of every symbol with this base name, in the order of the files: `sleep`, `init`, a type's own name.
  package func facts(named name: String, language: Summary.Language = .swift) -> [Fact] {
    byName[Key(language: language, name: name)] ?? []
  }

  /// Facts of the members of one type, its module aside: `["NIOFileHandle"]`, `["Outer", "Inner"]`; a C record's fields.
  package func facts(membersOf path: [String], language: Summary.Language = .swift) -> [Fact] {
    byType[Key(language: language, name: path.joined(separator: "."))] ?? []
  }

  /// Facts of the members of every type whose own name, the types around it aside, is this.
  package func facts(membersOfTypesNamed name: String, language: Summary.Language = .swift) -> [Fact] {
    byTypeName[Key(language: language, name: name)] ?? []
  }
}
