import Foundation
import Testing
import TestSupport

@testable import IndexFrontend

@Suite struct IndexStoreTests {
  @Test func aCallTellsItsCalleeAndItsCaller() throws {
    let package = try compiled(["a.swift": "func f() {}\nfunc g() { f() }\n"], module: "Calls")
    let contents = try package.contents()
    #expect(
      contents.lines(of: package.path("a.swift")) == [
        "1:6 definition f()", "2:6 definition g()",
        "2:12 reference+call+calledBy+containedBy f() calledBy+containedBy g()",
      ])
    let record = try #require(contents.files[package.path("a.swift")])
    #expect(record.module == "Calls")
    #expect(record.isSwift)
    #expect(contents.symbols.map(\.usr) == ["s:5Calls1fyyF", "s:5Calls1gyyF"])
  }

  @Test func aWitnessIsRelatedToItsRequirement() throws {
    let package = try compiled(["a.swift": "protocol P { func f() }\nstruct S: P { func f() {} }\n"])
    let lines = try package.contents().lines(of: package.path("a.swift"))
    #expect(lines.contains("2:20 definition+childOf+overrideOf f() overrideOf f(), childOf S"))
  }

  @Test func symbolsOfSeveralFilesAreOne() throws {
    let package = try compiled(["a.swift": "func f() {}\n", "b.swift": "func g() { f() }\nfunc h() { f() }\n"])
    let contents = try package.contents()
    #expect(contents.symbols.map(\.name).sorted() == ["f()", "g()", "h()"])
    #expect(Set(contents.files.keys) == [package.path("a.swift"), package.path("b.swift")])
  }

  @Test func aHeaderIsReadWithTheFileThatIncludesIt() throws {
    let package = try compiled([
      "include/pause.h": "static inline void pause_now(void) {}\n",
      "pause.c": "#include \"pause.h\"\n#include <stdio.h>\nvoid twice(void) { pause_now(); puts(\"\"); }\n",
    ])
    let contents = try package.contents()
    #expect(contents.lines(of: package.path("include/pause.h")) == ["1:20 definition pause_now"])
    #expect(contents.names(in: package.path("pause.c")) == ["twice", "pause_now", "puts"])
    #expect(contents.files.values.allSatisfy { !$0.isSwift })
    // The system's headers are nobody's source.
    #expect(contents.files.count == 2)
  }

  @Test func aHeaderThatOnlySwiftImportsIsRead() throws {
    let package = try compiled([
      "include/module.modulemap": "module Shim { header \"shim.h\" export * }\n",
      "include/shim.h": "static inline void shim(void) {}\n",
      "a.swift": "import Shim\nfunc f() { shim() }\n",
    ])
    let contents = try package.contents()
    #expect(contents.lines(of: package.path("include/shim.h")) == ["1:20 definition shim"])
    #expect(contents.symbols.count(where: { $0.usr.hasSuffix("@F@shim") }) == 1)
  }

  @Test func aHeaderReadTwiceWithDifferentMacrosHasBothMeanings() throws {
    let package = try compiled([
      "include/list.h": "void NAME(void);\n",
      "list.c": "#define NAME one\n#include \"list.h\"\n#undef NAME\n#define NAME two\n#include \"list.h\"\n",
    ])
    let names = try package.contents().names(in: package.path("include/list.h"))
    #expect(names.filter { $0 != "NAME" }.sorted() == ["one", "two"])
  }

  @Test func theNewestOfTwoCompilationsCounts() throws {
    let package = try compiled(["a.swift": "#if OTHER\nfunc new() {}\n#else\nfunc old() {}\n#endif\n"], module: "Old")
    try package.compileSwift(["a.swift"], module: "New", arguments: ["-DOTHER"])
    let units = try package.storeFiles("units").filter { $0.lastPathComponent.hasPrefix("a.o-") }
    #expect(units.count == 2)
    for unit in units {
      // Whichever it is, the other one is older.
      for other in units {
        let age: Double = other == unit ? 10 : 20
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: other.path)
      }
      let record = try #require(try package.contents().files[package.path("a.swift")])
      let names = try package.contents().names(in: package.path("a.swift"))
      #expect(names == (record.module == "New" ? ["new()"] : ["old()"]))
      let date = try unit.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
      #expect(abs(Double(record.written) / 1e9 - (date?.timeIntervalSince1970 ?? 0)) < 0.01)
    }
  }

  @Test func aDeletedFileIsIgnored() throws {
    let package = try compiled(["a.swift": "func f() {}\n", "b.swift": "func g() {}\n"])
    try FileManager.default.removeItem(atPath: package.path("a.swift"))
    let contents = try package.contents()
    #expect(Array(contents.files.keys) == [package.path("b.swift")])
    #expect(contents.problems.isEmpty)
  }

  @Test func aMovedFileIsKnownOnlyWhereItWasCompiled() throws {
    let package = try compiled(["a.swift": "func f() {}\n"])
    try FileManager.default.moveItem(atPath: package.path("a.swift"), toPath: package.path("b.swift"))
    #expect(try package.contents(of: ["a.swift", "b.swift"]).files.isEmpty)
    try package.compileSwift(["b.swift"], module: "Example")
    #expect(try Array(package.contents().files.keys) == [package.path("b.swift")])
  }

  @Test func onlyWantedFilesAreReadUnderTheNamesTheyAreWantedBy() throws {
    let package = try compiled(["sub/a.swift": "func f() {}\n", "sub/b.swift": "func g() {}\n"])
    try FileManager.default.createSymbolicLink(
      atPath: package.path("link"), withDestinationPath: package.path("sub"))
    let contents = try package.contents(of: ["link/a.swift", "sub/a.swift"])
    #expect(Set(contents.files.keys) == [package.path("link/a.swift"), package.path("sub/a.swift")])
    #expect(contents.names(in: package.path("link/a.swift")) == ["f()"])
    #expect(contents.symbols.count == 1)
  }

  @Test func aFileWithoutSymbolsIsKnownAsCompiled() throws {
    let package = try compiled(["a.swift": "// nothing\n", "b.swift": "func f() {}\n"])
    let record = try #require(try package.contents().files[package.path("a.swift")])
    #expect(record.occurrences.isEmpty)
  }

  @Test func theResultIsTheSameHoweverManyThreadsRead() throws {
    var sources: [String: String] = [:]
    for number in 0..<24 { sources["f\(number).swift"] = "func f\(number)() { f\((number + 7) % 24)(); print(1) }\n" }
    let package = try compiled(sources)
    let alone = try package.contents(jobs: 1)
    let together = try package.contents(jobs: 4)
    #expect(alone.symbols == together.symbols)
    #expect(alone.files.keys.sorted() == together.files.keys.sorted())
    for file in alone.files.keys { #expect(alone.lines(of: file) == together.lines(of: file)) }
    #expect(alone.files.mapValues(\.relations) == together.files.mapValues(\.relations))
  }
}
