import CIndexStore

/// Collects the occurrences of a record while the library walks over them.
struct RecordVisit {
  var record = Record()
  var isDamaged = false
  private let table: UnsafePointer<unblock_index>
  /// The library's symbols by number, and numbers by symbol: within one reader a symbol is one pointer.
  private var handles: [indexstore_symbol_t] = []
  private var numbers = NumberTable(capacity: 128)

  init(table: UnsafePointer<unblock_index>) {
    self.table = table
  }

  // The context of both visitors is the pointer that `Record.read` passes. It is valid for the whole walk, the walk is on one
  // thread, and no access to the pointee lasts while the library is called that may call back.

  static let visitOccurrence: unblock_index_visitor = { context, occurrence in
    guard let context, let occurrence else { return false }
    let visit = context.assumingMemoryBound(to: RecordVisit.self)
    let table = visit.pointee.table
    visit.pointee.begin(occurrence)
    _ = table.pointee.occurrence_relations_apply_f(occurrence, context, visitRelation)
    return !visit.pointee.isDamaged
  }

  private static let visitRelation: unblock_index_visitor = { context, relation in
    guard let context, let relation else { return false }
    context.assumingMemoryBound(to: RecordVisit.self).pointee.addRelation(relation)
    return true
  }

  private mutating func begin(_ occurrence: indexstore_occurrence_t) {
    guard let symbol = table.pointee.occurrence_get_symbol(occurrence) else {
      isDamaged = true
      return
    }
    var line: UInt32 = 0
    var column: UInt32 = 0
    table.pointee.occurrence_get_line_col(occurrence, &line, &column)
    record.occurrences.append(
      Occurrence(
        line: line, column: column, symbol: number(of: symbol),
        roles: Roles(rawValue: table.pointee.occurrence_get_roles(occurrence)),
        firstRelation: UInt32(record.relations.count)))
  }

  private mutating func addRelation(_ relation: indexstore_symbol_relation_t) {
    guard let symbol = table.pointee.symbol_relation_get_symbol(relation), !record.occurrences.isEmpty else {
      isDamaged = true
      return
    }
    let roles = Roles(rawValue: table.pointee.symbol_relation_get_roles(relation))
    record.relations.append(Relation(roles: roles, symbol: number(of: symbol)))
    record.occurrences[record.occurrences.count - 1].relationCount += 1
  }

  private mutating func number(of symbol: indexstore_symbol_t) -> Int32 {
    let new = Int32(handles.count)
    let hash = ByteHash.mix(UInt64(UInt(bitPattern: symbol)))
    let number = numbers.number(hash: hash, new: new) { handles[Int($0)] == symbol }
    if number == new {
      handles.append(symbol)
      addSymbol(symbol)
    }
    return number
  }

  private mutating func addSymbol(_ symbol: indexstore_symbol_t) {
    let usr = IndexLibrary.bytes(table.pointee.symbol_get_usr(symbol))
    let name = IndexLibrary.bytes(table.pointee.symbol_get_name(symbol))
    // No compiler writes names of this size; following a damaged length would leave the mapped file.
    guard usr.count < Self.limit, name.count < Self.limit else {
      isDamaged = true
      return
    }
    let start = record.text.count
    record.text += usr
    record.text += name
    let declaring: Roles = [.declaration, .definition]
    record.symbols.append(
      Record.Symbol(
        hash: ByteHash.hash(usr), start: start, usrEnd: start + usr.count, nameEnd: record.text.count,
        kind: table.pointee.symbol_get_kind(symbol), subkind: table.pointee.symbol_get_subkind(symbol),
        properties: table.pointee.symbol_get_properties(symbol),
        isDeclared: !declaring.isDisjoint(with: Roles(rawValue: table.pointee.symbol_get_roles(symbol)))))
  }

  private static let limit = 1 << 16
}
