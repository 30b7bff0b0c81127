import IndexFrontend
import Testing

@testable import Linter

@Suite struct StoreContentsJoinedTests {
  private func symbol(_ usr: String) -> StoreSymbol {
    StoreSymbol(usr: usr, name: usr, kind: 0, subkind: 0, properties: 0)
  }

  private func record(_ file: String, written: Int64, _ symbols: Int32...) -> FileRecord {
    FileRecord(
      file: file, module: "M", written: written, isSwift: true,
      occurrences: symbols.map { Occurrence(line: 1, column: 1, symbol: $0, roles: .call) },
      relations: symbols.map { Relation(roles: .calledBy, symbol: $0) })
  }

  private func usrs(_ file: String, in contents: StoreContents) -> [String]? {
    contents.files[file]?.occurrences.map { contents.symbols[Int($0.symbol)].usr }
  }

  @Test func everySymbolKeepsItsName() {
    let one = StoreContents(symbols: ["a", "b"].map(symbol), files: ["1": record("1", written: 1, 0, 1)])
    let two = StoreContents(symbols: ["c", "b"].map(symbol), files: ["2": record("2", written: 1, 0, 1)])
    let both = one.joined(with: two)
    #expect(both.symbols.map(\.usr) == ["a", "b", "c"])
    #expect(usrs("1", in: both) == ["a", "b"])
    #expect(usrs("2", in: both) == ["c", "b"])
    #expect(both.files["2"]?.relations.map { both.symbols[Int($0.symbol)].usr } == ["c", "b"])
  }

  @Test func whatWasWrittenLaterCounts() {
    let old = StoreContents(symbols: [symbol("old")], files: ["1": record("1", written: 1, 0)])
    let new = StoreContents(symbols: [symbol("new")], files: ["1": record("1", written: 2, 0)])
    #expect(usrs("1", in: old.joined(with: new)) == ["new"])
    #expect(usrs("1", in: new.joined(with: old)) == ["new"])
  }
}
