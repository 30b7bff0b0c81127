import Foundation
import Linter
import Model
import TestSupport
import Testing

@Suite struct FixerTests {
  private let sleeper =
    "import Foundation\nfunc f() async throws {\n  usleep(UInt32(g()) + 1)  // Rest.\n  usleep(2)\n}\n"
  private let awake = """
    import Foundation
    func f() async throws {
      try await Task.sleep(for: .microseconds(UInt32(g()) + 1))  // Rest.
      try await Task.sleep(for: .microseconds(2))
    }

    """

  @Test func aSecondRunFindsNothingToFix() throws {
    let folder = try TemporaryFolder(["a.swift": sleeper, "b.swift": "func g() {}\n"])
    let first = try fix(folder)
    #expect(first.fixed == 2)
    #expect(first.changes.map(\.name) == ["a.swift"])
    #expect(first.lint.report.findings.isEmpty)
    #expect(try String(contentsOfFile: folder.path + "/a.swift", encoding: .utf8) == sleeper)
    try write(first, in: folder)
    #expect(try String(contentsOfFile: folder.path + "/a.swift", encoding: .utf8) == awake)
    let second = try fix(folder)
    #expect(second.changes.isEmpty)
    #expect(second.fixed == 0)
  }

  @Test func fixesThatTouchAreMadeInRounds() throws {
    let text = "import NIOCore\nfunc f(a: EventLoopFuture<Int>) async throws -> Int { try a.wait() + a.wait() }\n"
    let result = try fix(TemporaryFolder(["a.swift": text]))
    #expect(result.fixed == 2)
    #expect(result.changes.first?.after.contains("{ try await a.get() + a.get() }") == true)
  }

  @Test func whatIsLeftToUnsafeFixesIsCounted() throws {
    let folder = try TemporaryFolder(["a.swift": "import Foundation\nfunc f() async { usleep(1); usleep(2) }\n"])
    #expect(try fix(folder).unsafeLeft == 2)
    let all = try fix(folder, allowsUnsafe: true)
    #expect(all.unsafeLeft == 0)
    #expect(all.fixed == 2)
  }

  @Test func aSuppressedFindingIsNotFixed() throws {
    let text = "import Foundation\nfunc f() async throws {\n  usleep(1)  // unblock: ignore blocking-call - wanted\n}\n"
    #expect(try fix(TemporaryFolder(["a.swift": text])).changes.isEmpty)
  }

  @Test func theModeStaysAndNothingElseIsLeftBehind() throws {
    let folder = try TemporaryFolder(["a.swift": sleeper])
    try FileManager.default.setAttributes([.posixPermissions: 0o751], ofItemAtPath: folder.path + "/a.swift")
    try write(try fix(folder), in: folder)
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/a.swift")[.posixPermissions] as? Int
    #expect(mode == 0o751)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.swift"])
  }

  @Test func aLinkStaysALink() throws {
    let folder = try TemporaryFolder(["real/a.swift": sleeper])
    try folder.link("a.swift", to: "real/a.swift")
    let result = try fix(folder)
    try write(result, in: folder)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/a.swift") == "real/a.swift")
    #expect(try String(contentsOfFile: folder.path + "/real/a.swift", encoding: .utf8) == awake)
  }

  @Test func aFileThatChangedMeanwhileIsLeftAlone() throws {
    let folder = try TemporaryFolder(["a.swift": sleeper])
    let result = try fix(folder)
    try folder.write("a.swift", sleeper + "// New.\n")
    #expect(throws: FileReplacement.Fault.changedMeanwhile) { try write(result, in: folder) }
    #expect(try String(contentsOfFile: folder.path + "/a.swift", encoding: .utf8) == sleeper + "// New.\n")
  }

  @Test func aLinkThatLeadsAwayIsNotFollowed() throws {
    let other = try TemporaryFolder(["a.swift": sleeper])
    let folder = try TemporaryFolder()
    try folder.link("a.swift", to: other.path + "/a.swift")
    let result = try fix(folder)
    #expect(throws: FileReplacement.Fault.outside(other.path + "/a.swift")) { try write(result, in: folder) }
    #expect(try String(contentsOfFile: other.path + "/a.swift", encoding: .utf8) == sleeper)
  }

  private func fix(_ folder: TemporaryFolder, allowsUnsafe: Bool = false) throws -> FixResult {
    var options = LintOptions()
    options.workingDirectory = folder.path
    return try Fixer(Linter(rules: .forTests, options: options), allowsUnsafe: allowsUnsafe).run(toolVersion: "test")
  }

  private func write(_ result: FixResult, in folder: TemporaryFolder) throws {
    let replacement = FileReplacement(paths: [], workingDirectory: folder.path)
    for change in result.changes { try replacement.write(change) }
  }
}
