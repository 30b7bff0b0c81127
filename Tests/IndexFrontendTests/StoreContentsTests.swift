import IndexFrontend
import Testing

@Suite struct StoreContentsTests {
  @Test func anOccurrenceFindsItsOwnRelations() {
    let called = Relation(roles: [.calledBy, .containedBy], symbol: 2)
    let other = Relation(roles: .childOf, symbol: 3)
    let call = Occurrence(
      line: 1, column: 1, symbol: 1, roles: [.reference, .call], firstRelation: 1, relationCount: 1)
    let record = FileRecord(
      file: "a.swift", module: "A", written: 0, isSwift: true, occurrences: [call], relations: [other, called])
    #expect(Array(record.relations(of: call)) == [called])
  }
}
