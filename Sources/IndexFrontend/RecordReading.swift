import CIndexStore

/// What one record says, with symbols counted within the record.
struct Record: Sendable {
  /// A symbol whose texts lie in `text`: first the USR, then the name.
  struct Symbol: Sendable {
    var hash: UInt64
    var start: Int
    var usrEnd: Int
    var nameEnd: Int
    var kind: UInt32
    var subkind: UInt32
    var properties: UInt64
    /// The record declares it: what it says of the symbol's kind and properties is first-hand.
    var isDeclared: Bool
  }

  var text: [UInt8] = []
  var symbols: [Symbol] = []
  var occurrences: [Occurrence] = []
  var relations: [Relation] = []

  static func read(_ name: String, store: OpenStore) throws(RecordFailure) -> Record {
    let table = store.library.table
    var error: indexstore_error_t?
    guard let reader = table.pointee.record_reader_create(store.handle, name, &error) else {
      throw RecordFailure(reason: store.library.reason(error))
    }
    defer { table.pointee.record_reader_dispose(reader) }
    var visit = RecordVisit(table: table)
    let isWhole = withUnsafeMutablePointer(to: &visit) {
      table.pointee.record_reader_occurrences_apply_f(reader, $0, RecordVisit.visitOccurrence)
    }
    // An empty record, too, is not walked to its end.
    if visit.isDamaged || !isWhole && !visit.record.occurrences.isEmpty {
      throw RecordFailure(reason: "it ends early or holds impossible values")
    }
    var record = visit.record
    record.sortOccurrences()
    return record
  }

  /// The compiler writes them in order; a record that does not say so itself is not trusted to.
  private mutating func sortOccurrences() {
    func isInOrder(_ first: Occurrence, _ second: Occurrence) -> Bool {
      (first.line, first.column) <= (second.line, second.column)
    }
    if zip(occurrences, occurrences.dropFirst()).allSatisfy(isInOrder) { return }
    occurrences.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }
}

struct RecordFailure: Error {
  var reason: String
}
