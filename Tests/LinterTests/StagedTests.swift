import Foundation
import Model
import Rules
import Testing

@testable import Linter

@Suite struct StagedTests {
  private func git(_ folder: TemporaryFolder, _ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  private func lint(_ folder: TemporaryFolder) throws -> LintResult {
    var options = LintOptions()
    options.workingDirectory = folder.path
    options.isStaged = true
    return try Linter(rules: Rules(), options: options).run(toolVersion: "test")
  }

  @Test func theStagedTextIsRead() throws {
    let folder = try TemporaryFolder(["a.swift": "func f( {\n", "b.swift": "", "ünï code.swift": ""])
    try git(folder, "init")
    try git(folder, "add", "a.swift", "ünï code.swift")
    // Mended in the work tree, but that is not what would be committed.
    try folder.write("a.swift", "func f() {}\n")
    let result = try lint(folder)
    #expect(result.report.coverage.skipped.map(\.file) == ["a.swift"])
    #expect(result.report.coverage.swift.files == 2)
  }

  @Test func aStagedFileThatIsGoneFromTheWorkTreeIsRead() throws {
    let folder = try TemporaryFolder(["a.swift": ""])
    try git(folder, "init")
    try git(folder, "add", ".")
    try FileManager.default.removeItem(atPath: folder.path + "/a.swift")
    #expect(try lint(folder).report.coverage.swift.files == 1)
  }

  @Test func nothingStagedIsNothingToReport() throws {
    let folder = try TemporaryFolder(["a.swift": ""])
    try git(folder, "init")
    let result = try lint(folder)
    #expect(result.report.findings.isEmpty)
    #expect(!result.isIncomplete)
  }

  @Test func aDeletedFileIsNotRead() throws {
    let folder = try TemporaryFolder(["a.swift": "", "b.swift": ""])
    try git(folder, "init")
    try git(folder, "add", ".")
    try git(folder, "commit", "-m", "first", "--no-verify")
    try git(folder, "rm", "a.swift")
    #expect(try lint(folder).report.coverage.swift.files == 0)
  }

  @Test func outsideARepositoryItIsAnError() throws {
    let folder = try TemporaryFolder(["a.swift": ""])
    #expect(throws: LinterError.notInRepository(folder.path)) { try lint(folder) }
  }
}
