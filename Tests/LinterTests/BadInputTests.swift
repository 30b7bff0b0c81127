import Foundation
import Model
import Rules
import Testing

@testable import Linter

@Suite struct BadInputTests {
  private func lint(_ folder: TemporaryFolder, _ paths: [String] = [], jobs: Int = 2) throws -> LintResult {
    var options = LintOptions()
    options.paths = paths
    options.workingDirectory = folder.path
    options.jobs = jobs
    return try Linter(rules: Rules(), options: options).run(toolVersion: "test")
  }

  @Test func aFileThatIsNotUTF8IsSkippedWithItsLine() throws {
    let folder = try TemporaryFolder(["good.swift": "func f() {}"])
    try folder.write("latin.swift", bytes: Array("let a = 1\nlet b = \"".utf8) + [0xE9] + Array("\"\n".utf8))
    let result = try lint(folder)
    #expect(result.report.coverage.swift.files == 1)
    #expect(result.report.coverage.skipped.map(\.file) == ["latin.swift"])
    #expect(result.problems.map(\.line) == [2])
    #expect(!result.isIncomplete)
  }

  @Test func aNamedFileThatCannotBeReadMakesTheRunIncomplete() throws {
    let folder = try TemporaryFolder(["good.swift": ""])
    try folder.write("bad.swift", bytes: [0xFF])
    #expect(try lint(folder, ["good.swift", "bad.swift"]).isIncomplete)
  }

  @Test func aHugeFileIsSkipped() throws {
    let folder = try TemporaryFolder(["good.swift": ""])
    try folder.write("huge.swift", bytes: [UInt8](repeating: 0x20, count: SourceText.limit + 1))
    let result = try lint(folder)
    #expect(result.report.coverage.skipped.map(\.file) == ["huge.swift"])
    #expect(result.report.coverage.swift.files == 1)
  }

  @Test func aFileThatDoesNotParseIsNamedAndTheRestIsRead() throws {
    let folder = try TemporaryFolder(["bad.swift": "func f( {", "good.swift": "func g() {}"])
    let result = try lint(folder)
    #expect(result.report.coverage.skipped.map(\.file) == ["bad.swift"])
    #expect(result.problems.first?.line == 1)
  }

  @Test func deepNestingDoesNotEndTheProcess() throws {
    let deep = String(repeating: "(", count: 20_000) + String(repeating: ")", count: 20_000)
    let long = "let x = " + Array(repeating: "1", count: 5_000).joined(separator: " + ")
    let folder = try TemporaryFolder(["deep.swift": "let y = \(deep)", "long.swift": long, "good.swift": ""])
    #expect(try lint(folder).report.coverage.swift.files >= 1)
  }

  @Test func aFileThatVanishedIsSkipped() throws {
    let reader = FileReader(c: try CReading(workingDirectory: "/", compileCommands: nil))
    let folder = try TemporaryFolder(["x.swift": ""])
    let file = try #require(folder.discover().files.first)
    try FileManager.default.removeItem(atPath: file.path)
    let reading = reader.read(file)
    #expect(reading.summary == nil)
    #expect(reading.problems.map(\.isFatal) == [true])
  }

  @Test func nothingToLintIsAnError() throws {
    let folder = try TemporaryFolder(["readme.md": ""])
    #expect(throws: LinterError.nothingToLint([])) { try lint(folder) }
  }

  @Test func aBrokenDatabaseIsNamedAndTheFilesAreReadWithoutIt() throws {
    let folder = try TemporaryFolder(["compile_commands.json": "[", "x.c": "int f(void) { return 1; }\n"])
    let result = try lint(folder)
    #expect(result.report.coverage.skipped.contains { $0.file == "compile_commands.json" })
    #expect(result.report.coverage.c.files == 1)
  }

  @Test func aBrokenDatabaseThatTheUserNamedIsAnError() throws {
    let folder = try TemporaryFolder(["x.json": "[", "x.c": ""])
    var options = LintOptions()
    options.workingDirectory = folder.path
    options.compileCommands = "x.json"
    #expect(throws: LinterError.self) { try Linter(rules: Rules(), options: options).run(toolVersion: "test") }
  }

  @Test func anEntryThatLoadsCodeKeepsItsFileFromBeingRead() throws {
    let folder = try TemporaryFolder(["x.c": "int f(void) { return 1; }\n", "y.c": "int g(void) { return 1; }\n"])
    try folder.write(
      "compile_commands.json",
      """
      [{"directory": "\(folder.path)", "file": "x.c", "arguments": ["cc", "-fplugin=/tmp/evil.so", "-c", "x.c"]},
       {"directory": "\(folder.path)", "file": "y.c", "arguments": ["cc", "-c", "y.c"]}]
      """)
    let result = try lint(folder)
    #expect(result.report.coverage.skipped.map(\.file) == ["x.c"])
    #expect(result.report.coverage.c.resolved == 1)
  }

  @Test func unknownNamesAreRefused() throws {
    let folder = try TemporaryFolder(["x.swift": ""])
    var options = LintOptions()
    options.workingDirectory = folder.path
    options.selection.ignored = [Selection.Pattern("blokcing-call")]
    #expect(throws: LinterError.unknownRule("blokcing-call", known: [])) {
      try Linter(rules: Rules(), options: options).run(toolVersion: "test")
    }
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    let files = (0..<40).map { ("f\($0).swift", "actor A\($0) { func f() async { sleep(\($0)) } }\nfunc g( {\n") }
    let folder = try TemporaryFolder(Dictionary(uniqueKeysWithValues: files))
    let one = try lint(folder, jobs: 1)
    let four = try lint(folder, jobs: 4)
    #expect(one.report == four.report)
    #expect(one.problems == four.problems)
  }
}
