#if canImport(XCTest) && !_runtime(_ObjC)
  import StallTesting
  import XCTest

  // One test runs at a time, and waits for the thread that it starts.
  final class AssertNoStallsTests: XCTestCase, @unchecked Sendable {
    private struct Failure {
      var text: String
      var file: String
      var line: Int
    }

    private var failures: [Failure] = []
    private var isExpected = false

    override func recordFailure(
      withDescription description: String, inFile filePath: String, atLine lineNumber: Int, expected: Bool
    ) {
      guard isExpected else {
        return super.recordFailure(
          withDescription: description, inFile: filePath, atLine: lineNumber, expected: expected)
      }
      failures.append(Failure(text: description, file: filePath, line: lineNumber))
    }

    private func checkFailure(through line: Int, _ words: String) {
      isExpected = false
      let site = failures.map { "Stalling.swift:\($0.line)\n" }.first ?? "no failure"
      for words in [words, site, "AssertNoStallsTests.swift:\(line)"] {
        XCTAssertEqual(failures.map { $0.text.contains(words) }, [true], "\(failures)")
      }
    }

    func testFailsAtTheLineThatKeepsTheMainThread() {
      isExpected = true
      assertNoStalls(over: .milliseconds(50)) {
        spin()
      }
      checkFailure(through: #line - 2, "kept the main thread")
    }

    func testFailsAtTheLineThatKeepsAnotherThread() {
      isExpected = true
      let done = expectation(description: "done")
      Thread.detachNewThread {
        self.assertNoStalls(over: .milliseconds(50)) {
          spin()
        }
        done.fulfill()
      }
      wait(for: [done], timeout: 10)
      checkFailure(through: #line - 5, "kept its thread")
    }

    func testFailsAtTheLineOfAnAsyncTest() async {
      isExpected = true
      await assertNoStalls(over: .milliseconds(50)) {
        spin()
      }
      checkFailure(through: #line - 2, "kept its thread")
    }

    @MainActor func testFailsAtTheLineOnTheMainActor() async {
      isExpected = true
      await assertNoStalls(over: .milliseconds(50)) {
        spin()
      }
      checkFailure(through: #line - 2, "kept the main actor")
    }

    func testWaitingForAnExpectationIsNoStall() {
      assertNoStalls(over: .milliseconds(50)) {
        let done = expectation(description: "done")
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) { done.fulfill() }
        wait(for: [done], timeout: 10)
      }
    }

    func testReturnsAndThrowsWhatTheClosureDoes() async throws {
      struct Fault: Error {}
      let seven = await assertNoStalls { await Task { 7 }.value }
      XCTAssertEqual(seven, 7)
      do {
        try await assertNoStalls { () async throws(Fault) in throw Fault() }
        XCTFail("nothing was thrown")
      } catch {}
    }
  }
#endif
