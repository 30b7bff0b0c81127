import Foundation
import Model
import Testing
import TestSupport

@testable import IndexFrontend

@Suite struct DamagedStoreTests {
  @Test(arguments: [0, 3, 8, 100, 400]) func aTruncatedRecordCostsOnlyItsFile(length: Int) throws {
    let package = try compiled(["a.swift": "func f() { print(1) }\n", "b.swift": "func g() {}\n"])
    let record = try #require(
      try package.storeFiles("records").first { $0.lastPathComponent.hasPrefix("a.swift") })
    try Data(contentsOf: record).prefix(length).write(to: record)
    let contents = try package.contents()
    #expect(Array(contents.files.keys) == [package.path("b.swift")])
    #expect(contents.problems.map(\.file) == [package.path("a.swift")])
    #expect(contents.problems.allSatisfy { $0.message.hasPrefix("damaged record a.swift-") && !$0.isFatal })
  }

  @Test func aMissingRecordCostsOnlyItsFile() throws {
    let package = try compiled(["a.swift": "func f() {}\n", "b.swift": "func g() {}\n"])
    let record = try #require(
      try package.storeFiles("records").first { $0.lastPathComponent.hasPrefix("a.swift") })
    try FileManager.default.removeItem(at: record)
    let contents = try package.contents()
    #expect(Array(contents.files.keys) == [package.path("b.swift")])
    #expect(contents.problems.map(\.file) == [package.path("a.swift")])
  }

  @Test(arguments: [0, 3, 8, 100, 400]) func aTruncatedUnitCostsOnlyItsFile(length: Int) throws {
    let package = try compiled(["a.swift": "func f() {}\n", "b.swift": "func g() {}\n"])
    let unit = try #require(try package.storeFiles("units").first { $0.lastPathComponent.hasPrefix("a.o-") })
    try Data(contentsOf: unit).prefix(length).write(to: unit)
    let contents = try package.contents()
    #expect(Array(contents.files.keys) == [package.path("b.swift")])
    #expect(contents.problems.map(\.file) == [package.store])
    #expect(contents.problems.allSatisfy { $0.message.hasPrefix("damaged unit a.o-") })
  }

  @Test func aRecordOfAnotherFormatIsNotRead() throws {
    let package = try compiled(["a.swift": "func f() {}\n"])
    for record in try package.storeFiles("records") { try Data("not a record at all".utf8).write(to: record) }
    let contents = try package.contents()
    #expect(contents.files.isEmpty)
    #expect(contents.problems.count == 1)
  }

  @Test func whatIsNoStoreSaysSo() throws {
    let package = try CompiledPackage()
    #expect(throws: IndexStoreError.noStore(path: package.store)) { try package.contents() }
    try package.write(".build/index/store/notes.txt", "")
    #expect(throws: IndexStoreError.noStore(path: package.store)) { try package.contents() }
  }

  @Test func aStoreOfAnotherVersionSaysWhich() throws {
    let package = try CompiledPackage()
    try package.write(".build/index/store/v4/units/x", "")
    #expect(throws: IndexStoreError.wrongVersion(path: package.store, found: ["v4"], expected: "v5")) {
      try package.contents()
    }
  }
}
