import Model
import SwiftFrontend
import Testing

@Suite struct ReplacedCallTests {
  private static let sleep = Repair.call("try await Task.sleep(for: .seconds($0))", losesResult: true)
  private static let threadSleep = Repair.call("try await Task.sleep(for: .seconds($0))")
  private static let get = Repair.call("try await $receiver.get()")
  private static let onMain = Repair.call("await MainActor.run(body: $0)")

  @Test(
    arguments: [
      ("Thread.§sleep(forTimeInterval: 0.5)", "try await Task.sleep(for: .seconds(0.5))"),
      ("Thread.§sleep(forTimeInterval: Double(n) / 2)", "try await Task.sleep(for: .seconds(Double(n) / 2))"),
      ("Thread\n  .§sleep(forTimeInterval: n)", "try await Task.sleep(for: .seconds(n))"),
      ("Foundation.Thread.§sleep(forTimeInterval: /* s */ n /* t */)", nil),
      ("Thread.§sleep(\n  forTimeInterval: n\n)  // rest", "try await Task.sleep(for: .seconds(n))  // rest"),
      ("Thread.§sleep(forTimeInterval: 1 / 2)", nil),
      ("Thread.§sleep(forTimeInterval: 7 % max(2, 3))", nil),
      ("Thread.§sleep(forTimeInterval: .infinity)", nil),
      ("if late { Thread.§sleep(forTimeInterval: 1) }", "if late { try await Task.sleep(for: .seconds(1)) }"),
      (
        "switch n { default: Thread.§sleep(forTimeInterval: 1) }",
        "switch n { default: try await Task.sleep(for: .seconds(1)) }"
      ),
      ("defer { Thread.§sleep(forTimeInterval: 1) }", nil),
      ("func g() { Thread.§sleep(forTimeInterval: 1) }", nil),
      ("struct S { var x: Int { Thread.§sleep(forTimeInterval: 1); return 1 } }", nil),
      ("struct S { let x: () = Thread.§sleep(forTimeInterval: 1) }", nil),
      ("struct Task {}\nThread.§sleep(forTimeInterval: 1)", nil),
    ] as [(String, String?)])
  func aSleep(_ before: String, _ after: String?) throws {
    try Mended(before: inside(before), repair: Self.threadSleep, after: after.map(inside)).check()
  }

  @Test(
    arguments: [
      ("§sleep(1)", "try await Task.sleep(for: .seconds(1))"),
      ("_ = §sleep(1)", "try await Task.sleep(for: .seconds(1))"),
      ("_ = Glibc.§sleep(UInt32(n) * 60)", "try await Task.sleep(for: .seconds(UInt32(n) * 60))"),
      ("let left = §sleep(1)", nil),
      ("while §sleep(1) > 0 {}", nil),
      ("return §sleep(1)", nil),
      ("use(§sleep(1))", nil),
    ] as [(String, String?)])
  func aCallWhoseResultIsLost(_ before: String, _ after: String?) throws {
    try Mended(before: inside(before), repair: Self.sleep, after: after.map(inside)).check()
  }

  @Test func aLoneStatementMayBeTheResult() throws {
    try Mended(before: "func f() async throws -> UInt32 { §sleep(1) }", repair: Self.sleep, after: nil).check()
    try Mended(
      before: "func f() async throws { §sleep(1) }", repair: Self.sleep,
      after: "func f() async throws { try await Task.sleep(for: .seconds(1)) }"
    ).check()
    try Mended(before: "let t = Task { () async throws in §sleep(1) }", repair: Self.sleep, after: nil).check()
  }

  @Test(
    arguments: [
      ("let x = try future.§wait()", "let x = try await future.get()"),
      ("let x = try? future.§wait()", "let x = try? await future.get()"),
      ("let x = try! future.§wait()", "let x = try! await future.get()"),
      ("_ = try future.§wait()", "_ = try await future.get()"),
      ("return try future.§wait()", "return try await future.get()"),
      ("x = try future.§wait().count", "x = try await future.get().count"),
      ("let x = try 1 + future.§wait()", "let x = try await 1 + future.get()"),
      ("x = try 1 + future.§wait() * 2", "x = try await 1 + future.get() * 2"),
      ("try x = future.§wait()", "try await x = future.get()"),
      ("let x = try await g(future.§wait())", "let x = try await g(future.get())"),
      ("let x = await g(try future.§wait())", "let x = await g(try future.get())"),
      ("let x = try g(future.§wait(), 1)", "let x = try await g(future.get(), 1)"),
      ("let x = g(try future.§wait(), 1)", "let x = g(try await future.get(), 1)"),
      ("let x = g(future.§wait(), 1)", "let x = try await g(future.get(), 1)"),
      ("x += future.§wait()", "x += try await future.get()"),
      ("let x = a ? future.§wait() : 0", "let x = try await a ? future.get() : 0"),
      ("let x = a ? 0 : try future.§wait()", "let x = a ? 0 : try await future.get()"),
      ("let x = [try future.§wait(), 1]", "let x = [try await future.get(), 1]"),
      ("print(\"\\(try future.§wait())\")", "print(\"\\(try await future.get())\")"),
      ("let x = (try future.§wait()) + 1", "let x = (try await future.get()) + 1"),
      ("if try future.§wait() == 1 { g() }", "if try await future.get() == 1 { g() }"),
      ("guard let x = try? future.§wait() else { return }", "guard let x = try? await future.get() else { return }"),
      ("for x in try future.§wait() { g(x) }", "for x in try await future.get() { g(x) }"),
      ("switch try future.§wait() { default: g() }", "switch try await future.get() { default: g() }"),
      ("try future?.§wait()", "try await future?.get()"),
      ("try f().flatMap { $0.g() }.§wait()", "try await f().flatMap { $0.g() }.get()"),
      ("try f()\n  // Then wait.\n  .§wait()  // long", "try await f()\n  // Then wait.\n  .get()  // long"),
      ("try §wait()", "try await get()"),
      ("try self.future.§wait( )", "try await self.future.get()"),
      ("let x = a && future.§wait()", nil),
      ("let x = try a ?? future.§wait()", nil),
      ("XCTAssertEqual(try future.§wait(), 1)", nil),
      ("logger.info(\"\\(try future.§wait())\")", nil),
      ("#expect(try future.§wait() == 1)", "#expect(try await future.get() == 1)"),
      ("#other(try future.§wait())", nil),
      ("try future.§wait(file: name)", nil),
      ("let w = future.§wait", nil),
      ("for x in y where try future.§wait() {}", nil),
      ("do { try future.§wait() } catch { g() }", "do { try await future.get() } catch { g() }"),
    ] as [(String, String?)])
  func aFuture(_ before: String, _ after: String?) throws {
    try Mended(before: inside(before), repair: Self.get, after: after.map(inside)).check()
  }

  @Test func anAutoclosureOfTheFileIsKnown() throws {
    let before = "func check(_ x: @autoclosure () throws -> Int) {}\nfunc f() async throws { check(try f.§wait()) }"
    try Mended(before: before, repair: Self.get, after: nil).check()
  }

  @Test(
    arguments: [
      ("DispatchQueue.main.§sync { title = 1 }", "await MainActor.run { title = 1 }", Fix.Applicability.safe),
      ("let x = DispatchQueue.main.§sync { title }", "let x = await MainActor.run { title }", .safe),
      (
        "try DispatchQueue.main.§sync {\n  // Now.\n  try g()\n}", "try await MainActor.run {\n  // Now.\n  try g()\n}",
        .safe
      ),
      ("DispatchQueue.main.§sync(execute: { g() })", "await MainActor.run(body: { g() })", .safe),
      ("DispatchQueue.main.§sync(execute: work)", "await MainActor.run(body: work)", .unsafe),
      ("var n = 0\nDispatchQueue.main.§sync { n = 1 }", nil, .safe),
    ] as [(String, String?, Fix.Applicability)])
  func aHopToTheMainQueue(_ before: String, _ after: String?, _ applicability: Fix.Applicability) throws {
    try Mended(before: inside(before), repair: Self.onMain, after: after.map(inside), applicability: applicability)
      .check()
  }

  @Test func anActorsOwnClosureMayNotFit() throws {
    let text = { (call: String) in "actor A { var n = 0; func f() async { \(call) { n += 1 } } }" }
    try Mended(
      before: text("DispatchQueue.main.§sync"), repair: Self.onMain, after: text("await MainActor.run"),
      applicability: .unsafe
    ).check()
  }

  @Test(arguments: [
    ("func f() async { § }", false), ("func f() async throws(E) { § }", false),
    ("func f() async rethrows { § }", false),
    ("func f() async throws(any Error) { § }", true), ("var x: Int { get async throws { §; return 1 } }", true),
    ("var x: Int { get async { §; return 1 } }", false),
    ("func f() async { do { § } catch { g() } }", true), ("func f() async { do { § } catch let e { g(e) } }", true),
    ("func f() async { do { § } catch is E { g() } }", false),
    ("func f() async { do { § } catch { g(error.code) } }", false),
    ("func f() async { do throws(E) { § } catch { g() } }", false),
    ("func f() async { do { g() } catch { § } }", false),
    ("func f() async throws { do { § } catch is E { g() } }", true),
    ("let t = Task { §; g() }", false), ("let t = Task { try g(); § }", true), ("let t = Task { try? g(); § }", false),
    ("let t = Task { do { try g() } catch {}; § }", false), ("let t = Task { () async in §; try g() }", false),
    ("let t = Task { h { try g() }; § }", false), ("let t = Task { for try await x in y {}; § }", true),
  ])
  func aSleepIsSafeWhereItsErrorMayGo(_ around: String, _ isSafe: Bool) throws {
    let after = (isSafe ? "try" : "try?") + " await Task.sleep(for: .seconds(1))"
    try Mended(
      before: around.replacing("§", with: "Thread.§sleep(forTimeInterval: 1)"), repair: Self.threadSleep,
      after: around.replacing("§", with: after), applicability: isSafe ? .safe : .unsafe
    ).check()
  }

  @Test func aFileWithSyntaxErrorsIsLeftAlone() throws {
    try Mended(before: inside("Thread.§sleep(forTimeInterval: 1") + "}", repair: Self.threadSleep, after: nil).check()
  }

  @Test func carriageReturnsAndManyBytesAreCounted() throws {
    let text = { (call: String) in "func f() async throws {\r\n  let é = 1; \(call)  // 🧵\r\n}\r\n" }
    try Mended(
      before: text("Thread.§sleep(forTimeInterval: 1)"), repair: Self.threadSleep,
      after: text("try await Task.sleep(for: .seconds(1))")
    ).check()
  }

  private func inside(_ statement: String) -> String { "func f() async throws {\n  \(statement)\n}\n" }
}
