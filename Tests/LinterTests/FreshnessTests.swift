import Foundation
import Model
import Rules
import Testing

@testable import Linter

@Suite(.serialized, BuiltPackage()) struct FreshnessTests {
  private let folder: TemporaryFolder

  init() throws { folder = try BuiltPackage.restore() }

  private func lint(_ index: LintOptions.Index = .automatic) throws -> LintResult {
    var options = LintOptions()
    options.workingDirectory = folder.path
    options.index = index
    return try Linter(rules: Rules.builtIn(), options: options).run(toolVersion: "test")
  }

  private func edit(_ file: String, _ old: String, _ new: String) throws {
    let name = "Sources/App/" + file
    let text = try #require(BuiltPackage.files[name])
    try #require(text.contains(old))
    try folder.write(name, text.replacing(old, with: new))
  }

  /// `Keeper.swift:8 resolved`.
  private func found(_ result: LintResult) -> [String] {
    result.report.findings.map { "\(FilePath.name($0.place.file)):\($0.place.line) \($0.confidence)" }
  }

  private func counts(_ result: LintResult) -> [Int] {
    let swift = result.report.coverage.swift
    return [swift.resolved, swift.stale, swift.syntax]
  }

  @Test func aBuiltPackageIsResolved() throws {
    let result = try lint()
    #expect(found(result) == ["Keeper.swift:8 resolved", "Other.swift:2 resolved"])
    #expect(counts(result) == [2, 0, 0])
    #expect(result.report.coverage.c.resolved == 1)
    #expect(result.problems == [])
    #expect(result.buildCommand == nil)
  }

  @Test func theWayLeadsThroughSwiftIntoC() throws {
    let path = try #require(try lint().report.findings.first?.path)
    #expect(path.map { $0.place.map { FilePath.name($0.file) } } == ["Keeper.swift", "Keeper.swift", "nap.c"])
  }

  @Test func withoutTheIndexTheSourceDecides() throws {
    let result = try lint(.off)
    #expect(counts(result) == [0, 0, 2])
    #expect(!found(result).contains { $0.hasSuffix(" resolved") })
    #expect(result.buildCommand == nil)
  }

  @Test func aFileThatWasOnlyTouchedKeepsItsAnswers() throws {
    try folder.touch("Sources/App/Keeper.swift", at: Date(timeIntervalSinceNow: 3600))
    let result = try lint()
    #expect(found(result) == ["Keeper.swift:8 resolved", "Other.swift:2 resolved"])
    #expect(counts(result) == [1, 1, 0])
    #expect(result.buildCommand == "swift build")
  }

  @Test func aBodyThatChangedIsJudgedByItsText() throws {
    // What was recorded of the getter is no longer true, and what was recorded of `keep` still is.
    try edit("Keeper.swift", "{ nap(); return 1 }", "{ 1 }")
    let result = try lint()
    #expect(found(result) == [])
    #expect(counts(result) == [1, 1, 0])
  }

  @Test func linesThatMovedKeepTheirAnswers() throws {
    try edit("Keeper.swift", "import CPart\n", "import CPart\n\n// One more line.\n")
    let result = try lint()
    #expect(found(result) == ["Keeper.swift:10 resolved", "Other.swift:2 resolved"])
    #expect(counts(result) == [1, 1, 0])
  }

  @Test func aNewCallIsFoundBeforeTheNextBuild() throws {
    try edit("Keeper.swift", "helper.idle()", "nap()")
    let result = try lint()
    #expect(found(result) == ["Keeper.swift:8 resolved", "Keeper.swift:9 inferred", "Other.swift:2 resolved"])
  }

  @Test func aSourceThatIsGoneSaysNothing() throws {
    try FileManager.default.removeItem(atPath: folder.path + "/Sources/App/Other.swift")
    let result = try lint()
    #expect(found(result) == ["Keeper.swift:8 resolved"])
    #expect(counts(result) == [1, 0, 0])
  }

  @Test func aNewFileIsReadBySyntax() throws {
    try folder.write("Sources/App/New.swift", "import CPart\nactor New { func new() { nap() } }\n")
    defer { try? FileManager.default.removeItem(atPath: folder.path + "/Sources/App/New.swift") }
    let result = try lint()
    #expect(found(result) == ["Keeper.swift:8 resolved", "New.swift:2 inferred", "Other.swift:2 resolved"])
    #expect(counts(result) == [2, 0, 1])
  }

  @Test func aStoreThatIsGoneIsSaidToBeMissing() throws {
    let store = folder.path + "/.build/debug/index/store"
    try FileManager.default.moveItem(atPath: store, toPath: store + "-away")
    defer { try? FileManager.default.moveItem(atPath: store + "-away", toPath: store) }
    let result = try lint()
    #expect(counts(result) == [0, 0, 2])
    // What the build told the compilers is still there.
    #expect(result.report.coverage.c.resolved == 1)
    #expect(result.buildCommand == "swift build")
    #expect(try counts(lint(.path(".build/debug/index/store-away"))) == [2, 0, 0])
  }

  @Test func aDamagedStoreIsAProblemAndNoEnd() throws {
    let units = folder.path + "/.build/debug/index/store/v5/units"
    let damaged = units + "/damaged-unit"
    #expect(FileManager.default.createFile(atPath: damaged, contents: Data("no unit".utf8)))
    defer { try? FileManager.default.removeItem(atPath: damaged) }
    let result = try lint()
    #expect(counts(result) == [2, 0, 0])
    #expect(result.problems.map(\.file) == [".build/debug/index/store"])
  }

  @Test func aNamedStoreThatIsNoneIsAnError() throws {
    #expect(throws: LinterError.self) { try lint(.path("nowhere")) }
    #expect(throws: LinterError.self) { try lint(.path("Sources")) }
  }

  @Test func whatIsStagedIsStaleWhereItDiffersFromTheFile() throws {
    let name = "Sources/App/Keeper.swift"
    let file = try #require(folder.discover().files.first { $0.name == name })
    let c = try CReading(workingDirectory: folder.path, compileCommands: nil)
    let text = Array(try #require(BuiltPackage.files[name]).utf8)
    #expect(FileReader(staged: [file.path: text], c: c).read(file).modified != nil)
    #expect(FileReader(staged: [file.path: text + [0x0A]], c: c).read(file).modified == nil)
  }
}

@Suite struct BuildAdviceTests {
  private func command(_ files: [(Summary.Resolution, isTest: Bool, module: String)]) -> String? {
    BuildAdvice(
      files.map { resolution, isTest, module in
        let file = SourceFile(
          path: "/a.swift", realPath: "/a.swift", name: "a.swift", language: .swift,
          module: ModuleSettings(name: module, isTest: isTest), isContext: false, isNamed: false)
        var summary = Summary(file: "a.swift", language: .swift, module: module)
        summary.resolution = resolution
        return FileReader.Reading(file: file, summary: summary, problems: [])
      }
    ).command
  }

  @Test func onlyABuildThatHelpsIsAdvised() {
    #expect(command([(.resolved, false, "A")]) == nil)
    #expect(command([(.syntax, false, "A")]) == "swift build")
    #expect(command([(.resolved, false, "A"), (.stale, false, "A")]) == "swift build")
    #expect(command([(.resolved, false, "A"), (.syntax, true, "ATests")]) == "swift build --build-tests")
    #expect(command([(.resolved, false, "A"), (.stale, true, "ATests")]) == "swift build --build-tests")
    #expect(command([(.resolved, true, "ATests"), (.syntax, true, "Inner")]) == nil)
    // For another platform, most likely.
    #expect(command([(.resolved, false, "A"), (.syntax, false, "Windows")]) == nil)
    // Of no package.
    #expect(command([(.syntax, false, "")]) == nil)
  }
}

@Suite struct ReleaseBuildTests {
  @Test func aReleaseBuildLeavesNoIndex() throws {
    let folder = try TemporaryFolder(BuiltPackage.files)
    try BuiltPackage.build(folder, "-c", "release")
    var options = LintOptions()
    options.workingDirectory = folder.path
    let result = try Linter(rules: Rules.builtIn(), options: options).run(toolVersion: "test")
    #expect(result.report.coverage.swift.syntax == 2)
    #expect(result.report.coverage.c.resolved == 1)
    #expect(result.buildCommand == "swift build")
    #expect(result.problems == [])
  }
}
