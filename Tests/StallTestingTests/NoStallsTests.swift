import Dispatch
import StallWatchdog
import Testing

@testable import StallTesting

/// Runs the body as a test with the trait, and passes when the one issue that it records is where the path of calls begins,
/// the path leads through the line, and the text has the words.
private func expectStall(
  through line: Int, saying words: String..., of trait: NoStalls = .noStalls(over: .milliseconds(50)),
  _ body: @Sendable () async throws -> Void
) async throws {
  let count = Locked(0)
  try await withKnownIssue {
    try await run(trait, body)
  } matching: { issue in
    count.withLock { $0 += 1 }
    let comment = issue.comments.map(\.rawValue).joined()
    let path = comment.split(separator: "\n").compactMap { $0.split(separator: "/").last }
    let location = issue.sourceLocation.map { "\($0.fileName):\($0.line)" } ?? ""
    return path.first { $0.contains(".swift:") }.map(String.init) == location
      && path.contains("NoStallsTests.swift:\(line)") && words.allSatisfy(comment.contains)
  }
  #expect(count.withLock { $0 } == 1)
}

/// Runs the body as a test with the trait; every issue is one of the test that calls it.
private func run(
  _ trait: NoStalls = .noStalls(over: .milliseconds(50)), _ body: @Sendable () async throws -> Void
) async throws {
  try await trait.provideScope(for: #require(Test.current), testCase: nil, performing: body)
}

@Suite(.serialized) struct NoStallsTests {
  @Test func aTestThatSpinsFailsAtTheLine() async throws {
    try await expectStall(through: #line + 1, saying: "kept its thread", "aTestThatSpinsFailsAtTheLine()") {
      spin()
    }
  }

  @Test func aTestThatSleepsFailsAtTheLine() async throws {
    try await expectStall(through: #line + 1, saying: "kept its thread", "blocked in clock_nanosleep") {
      sleep(milliseconds: 200)
    }
  }

  @Test func aTaskThatTheTestAwaitsIsTheTests() async throws {
    try await expectStall(through: #line + 3, saying: "kept its thread") {
      async let one: Void = Task.sleep(for: .milliseconds(1))
      await withTaskGroup { group in
        group.addTask { spin() }
      }
      try await one
    }
  }

  @Test func anActorKeepsTheThreadOfTheTestThatCallsIt() async throws {
    actor Store {
      static let line = #line + 1
      func load() { spin() }
    }
    try await expectStall(through: Store.line, saying: "kept its thread", "load()") {
      await Store().load()
    }
  }

  @Test func whoKeepsTheMainActorFails() async throws {
    try await expectStall(through: #line + 1, saying: "kept the main actor") {
      await MainActor.run { sleep(milliseconds: 200) }
    }
  }

  @Test func aDetachedTaskThatBlocksAThreadOfThePoolFails() async throws {
    try await expectStall(through: #line + 1, saying: "kept a thread of the cooperative pool") {
      await Task.detached { sleep(milliseconds: 200) }.value
    }
  }

  @Test func aLoopOfTheTestsOwnIsWatched() async throws {
    let queue = DispatchQueue(label: "shop.orders")
    let line = #line + 1
    let work: @Sendable () -> Void = { spin() }
    try await expectStall(
      through: line, saying: "kept shop.orders", of: .noStalls(over: .milliseconds(50)) { $0.watch(queue) }
    ) {
      await withCheckedContinuation { done in
        queue.async {
          work()
          done.resume()
        }
      }
    }
  }

  @Test func oneLineIsOneIssueHoweverOftenItStalls() async throws {
    try await expectStall(through: #line + 2) {
      for _ in 1...3 {
        spin()
        try await Task.sleep(for: .milliseconds(1))
      }
    }
  }

  @Test func whatStaysBelowTheThresholdPasses() async throws {
    try await run(.noStalls(over: .seconds(2))) {
      spin(milliseconds: 30)
      await MainActor.run { spin(milliseconds: 30) }
      try await Task.sleep(for: .milliseconds(60))
    }
  }

  @Test func aTestThatSuspendsForLongPasses() async throws {
    try await run { try await Task.sleep(for: .milliseconds(300)) }
  }

  @Test func anErrorOfTheTestIsItsError() async throws {
    struct Fault: Error {}
    await #expect(throws: Fault.self) { try await run { throw Fault() } }
  }

  #if compiler(>=6.3)
    @Test func aWarningSaysTheSameAndIsNoError() async throws {
      let severity = Locked<Issue.Severity?>(nil)
      try await withKnownIssue {
        try await run(.noStalls(over: .milliseconds(50), as: .warning)) { spin() }
      } matching: { issue in
        severity.withLock { $0 = issue.severity }
        return true
      }
      #expect(severity.withLock { $0 } == .warning)
    }
  #endif

  @Test(.noStalls(over: .seconds(2))) func theTraitIsOneOfTests() {}

  @Suite(.noStalls(over: .seconds(2))) struct OfSuites {
    @Test(arguments: 1...2) func andOfEveryCase(_ number: Int) {}
  }

  @Suite(.noStalls(over: .milliseconds(1))) struct OfSuitesWithOthersInThem {
    @Test(.noStalls(over: .seconds(5))) func theTestsOwnCounts() { spin(milliseconds: 20) }

    @Suite(.noStalls(over: .seconds(5))) struct Inner {
      @Test func theInnerSuitesCounts() { spin(milliseconds: 20) }
    }
  }
}
