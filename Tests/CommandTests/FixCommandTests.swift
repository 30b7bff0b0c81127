import Foundation
import Testing

@Suite struct FixCommandTests {
  private let sleeper = "import Foundation\nfunc nap() async throws { usleep(1) }\nfunc doze() async { usleep(2) }\n"
  private let half = """
    import Foundation
    func nap() async throws { try await Task.sleep(for: .microseconds(1)) }
    func doze() async { usleep(2) }

    """
  private let whole = """
    import Foundation
    func nap() async throws { try await Task.sleep(for: .microseconds(1)) }
    func doze() async { try? await Task.sleep(for: .microseconds(2)) }

    """

  @Test func safeFixesAreMadeAndTheRestIsReported() throws {
    let folder = try Folder(["a.swift": sleeper])
    let answer = try folder.tool("lint", "--fix")
    #expect(answer.status == 1)
    #expect(answer.output.contains("a.swift:3:21: error: usleep"))
    #expect(answer.output.contains("\nfixed 1 finding (1 more with --unsafe-fixes)\n"))
    #expect(try folder.read("a.swift") == half)
    #expect(try folder.tool("lint", "--fix").output.contains("\nfixed 0 findings (1 more with --unsafe-fixes)\n"))
    #expect(try folder.read("a.swift") == half)
  }

  @Test func unsafeFixesAreMadeWhenAskedFor() throws {
    let folder = try Folder(["a.swift": sleeper])
    let answer = try folder.tool("lint", "--fix", "--unsafe-fixes")
    #expect(answer.status == 0)
    #expect(try folder.read("a.swift") == whole)
  }

  @Test func aDiffChangesNothing() throws {
    let folder = try Folder(["a.swift": sleeper])
    let answer = try folder.tool("lint", "--diff")
    #expect(answer.status == 1)
    #expect(answer.output.hasPrefix("--- a/a.swift\n+++ b/a.swift\n@@ -1,3 +1,3 @@\n"))
    #expect(answer.output.contains("\n-func nap() async throws { usleep(1) }\n+func nap() async throws { try await"))
    #expect(answer.error == "would fix 1 finding (1 more with --unsafe-fixes)\n")
    #expect(try folder.read("a.swift") == sleeper)
    try folder.write("a.swift", half)
    #expect(try folder.tool("lint", "--diff").status == 0)
  }

  @Test func aDiffCanBeApplied() throws {
    let folder = try Folder(["a.swift": sleeper])
    try folder.write("x.diff", try folder.tool("lint", "--fix", "--diff", "--unsafe-fixes").output)
    let git = try folder.tool.run("/usr/bin/env", ["git", "apply", "x.diff"])
    #expect(git.status == 0, "\(git.error)")
    #expect(try folder.read("a.swift") == whole)
  }

  @Test(arguments: [
    ["--unsafe-fixes"], ["--staged", "--fix"], ["--staged", "--diff"], ["--diff", "--format", "json"],
  ])
  func whatDoesNotGoTogetherIsRefused(_ arguments: [String]) throws {
    let folder = try Folder(["a.swift": sleeper])
    let answer = try folder.tool.run(Tool.built, ["lint"] + arguments)
    #expect(answer.status == 2)
    #expect(answer.error.contains("--"))
    #expect(try folder.read("a.swift") == sleeper)
  }

  @Test func explainTellsTheFix() throws {
    let text = try Tool()("explain", "usleep").output
    #expect(text.contains("in Swift, --fix writes: try await Task.sleep(for: .microseconds($0))"))
  }
}
