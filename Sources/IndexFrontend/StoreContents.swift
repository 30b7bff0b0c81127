package import Model

/// What the units and records of an index store say, with every symbol stored once.
package struct StoreContents: Sendable {
  /// A symbol of the store: an index into `symbols`.
  package typealias SymbolNumber = Int32

  package var symbols: [StoreSymbol]
  /// By the absolute path of the source file; a file without any symbols has an empty record.
  package var files: [String: FileRecord]
  /// Units and records that could not be read; what they would have said is missing.
  package var problems: [Problem]

  package init(symbols: [StoreSymbol] = [], files: [String: FileRecord] = [:], problems: [Problem] = []) {
    self.symbols = symbols
    self.files = files
    self.problems = problems
  }
}

/// A declaration, as the compiler wrote it down.
package struct StoreSymbol: Hashable, Sendable {
  package var usr: String
  /// With labels: `load(from:)`; an accessor is `getter:size`.
  package var name: String
  package var kind: UInt32
  package var subkind: UInt32
  package var properties: UInt64

  package init(usr: String, name: String, kind: UInt32, subkind: UInt32, properties: UInt64) {
    self.usr = usr
    self.name = name
    self.kind = kind
    self.subkind = subkind
    self.properties = properties
  }
}

/// What was recorded when one source file was last compiled.
package struct FileRecord: Sendable {
  package var file: String
  /// The module of the unit that the record is from.
  package var module: String
  /// When the unit was written, in nanoseconds since 1970.
  package var written: Int64
  package var isSwift: Bool
  /// Sorted by line and column.
  package var occurrences: [Occurrence]
  package var relations: [Relation]

  package init(
    file: String, module: String, written: Int64, isSwift: Bool, occurrences: [Occurrence] = [],
    relations: [Relation] = []
  ) {
    self.file = file
    self.module = module
    self.written = written
    self.isSwift = isSwift
    self.occurrences = occurrences
    self.relations = relations
  }

  package func relations(of occurrence: Occurrence) -> ArraySlice<Relation> {
    relations[Int(occurrence.firstRelation)..<Int(occurrence.firstRelation + occurrence.relationCount)]
  }
}

/// A symbol at a place.
package struct Occurrence: Hashable, Sendable {
  /// From 1; columns count UTF-8 bytes.
  package var line: UInt32
  package var column: UInt32
  package var symbol: StoreContents.SymbolNumber
  package var roles: Roles
  /// Where its relations stand in `FileRecord.relations`.
  package var firstRelation: UInt32
  package var relationCount: UInt32

  package init(
    line: UInt32, column: UInt32, symbol: StoreContents.SymbolNumber, roles: Roles, firstRelation: UInt32 = 0,
    relationCount: UInt32 = 0
  ) {
    self.line = line
    self.column = column
    self.symbol = symbol
    self.roles = roles
    self.firstRelation = firstRelation
    self.relationCount = relationCount
  }
}

/// How a symbol at a place relates to another symbol.
package struct Relation: Hashable, Sendable {
  package var roles: Roles
  package var symbol: StoreContents.SymbolNumber

  package init(roles: Roles, symbol: StoreContents.SymbolNumber) {
    self.roles = roles
    self.symbol = symbol
  }
}

/// The roles of an occurrence and of a relation; the bits are those of the store's format.
package struct Roles: OptionSet, Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  package static let declaration = Roles(rawValue: 1 << 0)
  package static let definition = Roles(rawValue: 1 << 1)
  package static let reference = Roles(rawValue: 1 << 2)
  package static let read = Roles(rawValue: 1 << 3)
  package static let write = Roles(rawValue: 1 << 4)
  package static let call = Roles(rawValue: 1 << 5)
  package static let dynamic = Roles(rawValue: 1 << 6)
  package static let addressOf = Roles(rawValue: 1 << 7)
  package static let implicit = Roles(rawValue: 1 << 8)
  package static let childOf = Roles(rawValue: 1 << 9)
  package static let baseOf = Roles(rawValue: 1 << 10)
  package static let overrideOf = Roles(rawValue: 1 << 11)
  package static let receivedBy = Roles(rawValue: 1 << 12)
  package static let calledBy = Roles(rawValue: 1 << 13)
  package static let extendedBy = Roles(rawValue: 1 << 14)
  package static let accessorOf = Roles(rawValue: 1 << 15)
  package static let containedBy = Roles(rawValue: 1 << 16)
}
