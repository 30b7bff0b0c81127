import Model
import SwiftFrontend
import Testing

@Suite struct UnsafeRepairTests {
  private func check(_ before: String, _ repair: Repair, _ after: String?) throws {
    try Mended(before: before, repair: repair, after: after, applicability: .unsafe).check()
  }

  @Test func anOffloadUsesWhatTheFileImports() throws {
    let text = { (module: String, call: String) in "import \(module)\nfunc f() async throws {\n  \(call)\n}\n" }
    try check(text("Offload", "let x = §read(p)"), .offload, text("Offload", "let x = try await offload { read(p) }"))
    try check(
      text("NIOPosix", "let x = try §read(p)"), .offload,
      text("NIOPosix", "let x = try await NIOThreadPool.singleton.runIfActive { try read(p) }"))
    try check(
      text("Foundation", "disk.§sync()"), .offload,
      text(
        "Foundation",
        """
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
              disk.sync()
              continuation.resume()
            }
          }
        """))
    try check(
      text("Dispatch", "return try? Data.§read(p).count"), .offload,
      text(
        "Dispatch",
        """
        return try? await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
              continuation.resume(with: Result { try Data.read(p) })
            }
          }.count
        """))
    try check(text("NIOCore", "§read(p)"), .offload, nil)
    try check(
      text("Offload", "let x = try §read(\n    p,\n    q\n  ).count"), .offload,
      text("Offload", "let x = try await offload {\n    try read(\n      p,\n      q\n    )\n  }.count"))
  }

  @Test(arguments: [
    "var n = 0; §read(n)", "§read(&n)", "if §read(n) {}", "await g(§read(n))", "super.§read()", "a?.§read().count",
    "defer { §read(n) }", "x.§map { $0 }", "let g = { §read($0) }", "let x = a && §read(n)",
  ])
  func whatCannotMoveStays(_ statement: String) throws {
    try check("import Foundation\nfunc f(n: inout Int) async {\n  \(statement)\n}\n", .offload, nil)
  }

  @Test func aClosureSaysSelf() throws {
    let text = { (kind: String, call: String) in
      "import Offload\n\(kind) A {\n  let p = 1\n  func pause() {}\n  func f() async throws {\n    \(call)\n  }\n}\n"
    }
    try check(text("final class", "§pause()"), .offload, text("final class", "try await offload { self.pause() }"))
    try check(
      text("final class", "p.§read(p)"), .offload, text("final class", "try await offload { self.p.read(self.p) }"))
    try check(text("final class", "x.§read(1)"), .offload, text("final class", "try await offload { x.read(1) }"))
    try check(text("actor", "§pause()"), .offload, nil)
    try check(text("actor", "x.§read(1)"), .offload, text("actor", "try await offload { x.read(1) }"))
  }

  @Test func aGroupWaitsForItsChildren() throws {
    let text = { (head: String, last: String) in
      """
      func f() async throws {
        \(head)withThrowingTaskGroup(of: Void.self) { group in
          for x in y { group.addTask { try await g(x) } }  // All.\(last)
        }
      }

      """
    }
    try check(text("try await §", ""), .waitForAll, text("try await ", "\n    try await group.waitForAll()"))
    try check(
      text("try await §", "\n    return 1"), .waitForAll,
      text("try await ", "\n    try await group.waitForAll()\n    return 1"))
    try check(
      text("await §", "\n    log()"), .waitForAll, text("try await ", "\n    log()\n    try await group.waitForAll()"))
    try check(
      "func f() async throws { try await §withThrowingTaskGroup(of: Int.self) { $0.addTask { try g() } } }",
      .waitForAll,
      "func f() async throws { try await withThrowingTaskGroup(of: Int.self) { $0.addTask { try g() }; try await $0.waitForAll() } }"
    )
    try check("func f() async { await §withThrowingTaskGroup(of: Int.self) { group in g() } }", .waitForAll, nil)
    try check("func f() async throws { try await §withThrowingTaskGroup(of: Int.self) { _ in g() } }", .waitForAll, nil)
  }

  @Test func aTaskTellsItsError() throws {
    try check(
      """
      func f() {
          §Task { [weak self] in
              // First.
              try await g()

              try h(\"\"\"
                text
                \"\"\")  // Last.
          }
      }
      """, .catchErrors,
      """
      func f() {
          Task { [weak self] in
              do {
                  // First.
                  try await g()

                  try h(\"\"\"
                    text
                    \"\"\")  // Last.
              } catch {
                  print("task failed: \\(error)")
              }
          }
      }
      """)
    try check(
      "func f() {\n  Task.§detached(priority: .low) { try await g() }\n}", .catchErrors,
      """
      func f() {
        Task.detached(priority: .low) {
          do {
            try await g()
          } catch {
            print("task failed: \\(error)")
          }
        }
      }
      """)
    try check("let task = §Task { try await g() }", .catchErrors, nil)
    try check("func f() { §Task { return try await g() } }", .catchErrors, nil)
    try check("func f() { §Task(operation: g) }", .catchErrors, nil)
  }

  @Test func aLoggerIsUsedWhereThereIsOne() throws {
    let text = { (body: String) in "func f() {\n  logger.info(\"go\")\n  \(body)\n}" }
    try check(
      text("§Task { try g() }"), .catchErrors,
      text("Task {\n    do {\n      try g()\n    } catch {\n      logger.error(\"task failed: \\(error)\")\n    }\n  }")
    )
  }

  @Test func aTwinIsCalled() throws {
    let text = { (call: String) in "func f() async throws { \(call) }" }
    try check(text("a.§load(1)"), .callTwin(name: "load"), text("await a.load(1)"))
    try check(text("try a.§load(1)"), .callTwin(name: "loadAsync", isThrowing: true), text("try await a.loadAsync(1)"))
    try check(
      text("let x = §load(from: 1, 2)"), .callTwin(name: "T.fetch(_:at:)", isThrowing: true),
      text("let x = try await fetch(1, at: 2)"))
    try check(text("§load(1)"), .callTwin(name: "fetch(_:at:)"), nil)
    try check("func f() { §load(1) }", .callTwin(name: "load"), nil)
  }
}
