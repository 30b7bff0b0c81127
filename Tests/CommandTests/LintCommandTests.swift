import Foundation
import Testing

@Suite struct LintCommandTests {
  private let sleeper = """
    #if canImport(Glibc)
      import Glibc
    #else
      import Darwin
    #endif

    func nap() async { sleep(1) }

    """

  @Test func findingsEndWithOneAndGoToStandardOutput() throws {
    let answer = try Folder(["a.swift": sleeper]).tool("lint")
    #expect(answer.status == 1)
    #expect(answer.output.contains("a.swift:7:20: error: "))
    #expect(answer.error.isEmpty)
  }

  @Test func lintIsWhatHappensWithoutACommand() throws {
    let folder = try Folder(["a.swift": sleeper])
    #expect(try folder.tool("a.swift").output == folder.tool("lint", "a.swift").output)
  }

  @Test func cleanCodeEndsWithZero() throws {
    let answer = try Folder(["a.swift": "func f() {}\n"]).tool("lint")
    #expect(answer.status == 0)
  }

  @Test(arguments: [
    ["lint", "--bogus"], ["lint", "--format", "xml"], ["lint", "--jobs", "0"], ["lint", "nowhere"],
    ["lint", "--select", "no-such-rule"], ["lint", "--ignore", "blocking-call:slep"],
    ["lint", "--index-store", "nowhere"], ["lint", "--index-store", "."],
    ["lint", "--no-index", "--index-store", "."], ["lint", "--compile-commands", "nowhere.json"],
    ["lint", "--rules", "nowhere"],
    ["explain", "no_such_function_at_all"],
    ["explain"], ["lint", "--output", "no/such/folder/x"],
  ])
  func whatCannotBeDoneEndsWithTwoAndIsSaid(_ arguments: [String]) throws {
    let folder = try Folder(["a.swift": "func f() {}\n"])
    let answer = try folder.tool.run(Tool.built, arguments)
    #expect(answer.status == 2)
    #expect(!answer.error.isEmpty)
    #expect(!answer.error.contains("Fatal"))
  }

  @Test func aMisspeltRuleIsRecognised() throws {
    let answer = try Folder(["a.swift": ""]).tool("lint", "--ignore", "blokcing-call")
    #expect(answer.error == "unblock: unknown rule \"blokcing-call\"; did you mean blocking-call?\n")
  }

  @Test func theHelpTellsWhereTheIndexComesFrom() throws {
    let help = try Tool()("lint", "--help").output
    #expect(help.contains("--index-store <folder>"))
    #expect(help.contains("--no-index"))
  }

  @Test func aPackageThatNobodyBuiltIsSaidToBeBuilt() throws {
    let folder = try Folder([
      "Package.swift": #"let package = Package(name: "p", targets: [.target(name: "App")])"#,
      "Sources/App/a.swift": "func f() {}\n", "Sources/App/b.swift": "func g() {}\n",
    ])
    let advice = "read 2 Swift files (syntax; run swift build to resolve them)\n"
    #expect(try folder.tool("lint").output.hasSuffix(advice))
    #expect(try folder.tool("lint", "--no-index").output.hasSuffix("read 2 Swift files (syntax)\n"))
    // Not what a build would help.
    #expect(try Folder(["a.swift": ""]).tool("lint").output.hasSuffix("read 1 Swift file (syntax)\n"))
  }

  @Test func jsonIsAllThatStandardOutputHolds() throws {
    let folder = try Folder(["a.swift": sleeper, "bad.swift": "func f( {"])
    let answer = try folder.tool("lint", "--format", "json")
    let report = try #require(JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
    #expect(report["version"] as? Int == 1)
    #expect((report["findings"] as? [Any])?.count == 1)
    #expect(answer.error.contains("bad.swift:1: "))
  }

  @Test func aReportGoesToAFile() throws {
    let folder = try Folder(["a.swift": sleeper])
    let answer = try folder.tool("lint", "--format", "json", "--output", "report.json")
    #expect(answer.status == 1)
    #expect(answer.output.isEmpty)
    #expect(try folder.read("report.json") == folder.tool("lint", "--format", "json").output)
  }

  @Test func exitZeroForgivesFindingsButNotFailures() throws {
    let folder = try Folder(["a.swift": sleeper])
    #expect(try folder.tool("lint", "--exit-zero").status == 0)
    #expect(try folder.tool("lint", "--exit-zero", "nowhere").status == 2)
  }

  @Test func strictDoesNotForgiveAFileThatWasSkipped() throws {
    let folder = try Folder(["a.swift": "func f() {}\n", "bad.swift": "func f( {"])
    #expect(try folder.tool("lint").status == 0)
    #expect(try folder.tool("lint", "--strict").status == 2)
  }

  @Test func selectionAndSuppressionSilence() throws {
    let folder = try Folder(["a.swift": sleeper])
    #expect(try folder.tool("lint", "--ignore", "blocking-call:sleep").status == 0)
    #expect(try folder.tool("lint", "--select", "busy-wait").status == 0)
    try folder.write(
      "a.swift", sleeper.replacing("sleep(1) }", with: "sleep(1) }  // unblock: ignore blocking-call - a test"))
    #expect(try folder.tool("lint").status == 0)
    try folder.write("a.swift", "func f() {}  // unblock: ignore blocking-call\n")
    #expect(try folder.tool("lint").output.contains("[unused-suppression]"))
  }

  @Test func coloursAreForThoseWhoAskForThem() throws {
    let folder = try Folder(["a.swift": sleeper])
    #expect(try !folder.tool("lint").output.contains("\u{1B}"))
    #expect(try folder.tool("lint", "--color", "always").output.contains("\u{1B}"))
  }

  @Test func ownFactsAreRead() throws {
    let folder = try Folder([
      "a.swift": "import Tape\nfunc f(tape: Tape) async { tape.rewind() }\n",
      "facts/tape.facts": "Tape.Tape.rewind()  blocks file error  instead tape.windLater()\n",
    ])
    #expect(try folder.tool("lint", "a.swift").status == 0)
    let answer = try folder.tool("lint", "a.swift", "--rules", "facts")
    #expect(answer.status == 1)
    #expect(answer.output.contains("tape.windLater()"))
    try folder.write("facts/tape.facts", "Tape.Tape.rewind()  blocks slep\n")
    let refused = try folder.tool("lint", "a.swift", "--rules", "facts")
    #expect(refused.status == 2)
    #expect(refused.error.contains("facts/tape.facts:1: "))
  }

  @Test func aClosedPipeIsNoCrash() throws {
    let folder = try Folder(["a.swift": sleeper])
    let answer = try folder.tool.run(
      "/bin/sh", ["-c", "'\(Tool.built)' lint --format json; echo $? >&2; exit 0 | true"])
    #expect(answer.error == "1\n")
    let closed = try folder.tool.run("/bin/sh", ["-c", "{ '\(Tool.built)' lint; echo $? >&2; } | true"])
    #expect(closed.error == "1\n")
  }

  @Test func theNumberOfThreadsChangesNoByte() throws {
    let one = try Tool()("lint", "Tests/Fixtures", "--format", "json", "--jobs", "1", "--pedantic")
    let four = try Tool()("lint", "Tests/Fixtures", "--format", "json", "--jobs", "4", "--pedantic")
    #expect(one.output == four.output)
    #expect(one.status == 1)
  }

  @Test func aMovedBinaryWorks() throws {
    let folder = try Folder(["a.swift": sleeper])
    let moved = folder.path + "/moved"
    try FileManager.default.copyItem(atPath: Tool.built, toPath: moved)
    let answer = try Tool(path: moved, folder: folder.path)("lint")
    #expect(answer.status == 1)
    #expect(try Tool(path: moved, folder: folder.path)("explain", "blocking-call").status == 0)
    // Nothing in it leads back to the folder it was built in, where a moved binary would read old rules.
    #expect(answer.output == (try folder.tool("lint").output))
  }
}
