import Foundation
import Testing

@Suite struct OtherCommandTests {
  @Test func helpTeaches() throws {
    let answer = try Tool()("--help")
    #expect(answer.status == 0)
    #expect(answer.error.isEmpty)
    for word in ["unblock lint", "unblock explain", "// unblock: ignore", "Exit status"] {
      #expect(answer.output.contains(word), "\(word)")
    }
    #expect(try Tool()("lint", "--help").output.contains("--min-confidence"))
  }

  @Test func versionIsPrinted() throws {
    let answer = try Tool()("--version")
    #expect(answer.status == 0)
    #expect(answer.output.split(separator: ".").count == 3)
  }

  @Test func explainPrintsThePageOfEachRule() throws {
    let rules = try Tool()("rules").output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    #expect(rules.contains("blocking-call") && rules.contains("task-error-dropped"))
    for rule in rules {
      let answer = try Tool()("explain", String(rule))
      #expect(answer.status == 0)
      #expect(answer.output.hasPrefix("# \(rule)\n"))
    }
  }

  @Test(arguments: [
    ("sleep", "blocks: sleep"), ("Foundation.Thread.sleep(forTimeInterval:)", "blocks: sleep"),
    ("DispatchSemaphore.wait", "blocks: wait"), ("uv_fs_read", "blocks: file"), ("Glibc.sleep", "blocks: sleep"),
    ("Task.detached", "runs on async"), ("uv_queue_work", "runs on a thread that may block"),
  ])
  func explainSaysWhatAFunctionDoes(_ name: String, _ what: String) throws {
    let answer = try Tool()("explain", name)
    #expect(answer.status == 0)
    #expect(answer.output.contains(what), "\(answer.output)")
  }

  @Test func explainSuggestsTheNameMeant() throws {
    let answer = try Tool()("explain", "getadrinfo")
    #expect(answer.status == 2)
    #expect(answer.error.contains("did you mean getaddrinfo?"))
  }

  @Test func rulesAreListed() throws {
    let rows = try #require(
      JSONSerialization.jsonObject(with: Data(try Tool()("rules", "--format", "json").output.utf8)) as? [[String: Any]])
    let names = rows.compactMap { $0["name"] as? String }
    #expect(names.contains("blocking-call"))
    let text = try Tool()("rules").output
    #expect(names.allSatisfy(text.contains))
  }

  @Test func derivedFactsAreReadByTheLinter() throws {
    let folder = try Folder([
      "lib/Package.swift": #"let package = Package(name: "Tide", targets: [.target(name: "Tide")])"#,
      "lib/Sources/Tide/a.swift": "import Glibc\npublic func drift() { usleep(1) }\n",
      "other/b.swift": "import Tide\nfunc f() async { drift() }\n",
    ])
    #expect(try folder.tool("rules", "derive", "--package", "Tide", "lib", "--output", "tide.facts").status == 0)
    #expect(try folder.tool("rules", "derive", "--package", "Tide", "lib").output == folder.read("tide.facts"))
    #expect(try folder.read("tide.facts").contains("Tide.drift()  blocks sleep see timer\n"))
    #expect(try folder.tool("lint", "other").status == 0)
    #expect(try folder.tool("lint", "--rules", "tide.facts", "other").status == 1)
    let refused = try folder.tool("rules", "derive", "--package", "Tied", "lib")
    #expect(refused.status == 2)
    #expect(refused.error.contains("did you mean") || refused.error.contains("the packages here are"))
  }
}

@Suite struct HookTests {
  private func repository() throws -> Folder {
    let folder = try Folder(["a.swift": "func f() {}\n"])
    try #require(folder.tool.run("/usr/bin/env", ["git", "init", "-q"]).status == 0)
    return folder
  }

  private func git(_ folder: Folder, _ arguments: String...) throws -> Tool.Answer {
    try folder.tool.run(
      "/usr/bin/env", ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"] + arguments)
  }

  @Test func theHookStopsACommitWithFindings() throws {
    let folder = try repository()
    #expect(try folder.tool("hook", "install").status == 0)
    #expect(try git(folder, "add", ".").status == 0)
    #expect(try git(folder, "commit", "-qm", "clean").status == 0)
    try folder.write("a.swift", "import Glibc\nfunc f() async { sleep(1) }\n")
    #expect(try git(folder, "commit", "-qam", "blocks").status != 0)
    #expect(try git(folder, "log", "--oneline").output.split(separator: "\n").count == 1)
  }

  @Test func installingTwiceIsFine() throws {
    let folder = try repository()
    #expect(try folder.tool("hook", "install").status == 0)
    #expect(try folder.tool("hook", "install").status == 0)
  }

  @Test func aForeignHookIsLeftAlone() throws {
    let folder = try repository()
    try folder.write(".git/hooks/pre-commit", "#!/bin/sh\necho mine\n")
    let answer = try folder.tool("hook", "install")
    #expect(answer.status == 2)
    #expect(try folder.read(".git/hooks/pre-commit").contains("mine"))
    #expect(try folder.tool("hook", "install", "--force").status == 0)
    #expect(try folder.read(".git/hooks/pre-commit").contains("lint --staged"))
  }

  @Test func theHookGoesWhereGitLooks() throws {
    let folder = try repository()
    #expect(try git(folder, "config", "core.hooksPath", "my hooks").status == 0)
    #expect(try folder.tool("hook", "install").status == 0)
    #expect(try folder.read("my hooks/pre-commit").contains("lint --staged"))
  }

  @Test func aWorkTreeSharesTheHook() throws {
    let folder = try repository()
    _ = try git(folder, "add", ".")
    #expect(try git(folder, "commit", "-qm", "first").status == 0)
    #expect(try git(folder, "worktree", "add", "-q", "tree").status == 0)
    #expect(try Tool(folder: folder.path + "/tree")("hook", "install").status == 0)
    #expect(try folder.read(".git/hooks/pre-commit").contains("lint --staged"))
  }

  @Test func outsideARepositoryItIsAnError() throws {
    #expect(try Folder().tool("hook", "install").status == 2)
  }
}
