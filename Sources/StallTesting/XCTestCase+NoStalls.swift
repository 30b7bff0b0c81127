#if canImport(XCTest)
  public import StallWatchdog
  public import XCTest

  extension XCTestCase {
    /// Runs the closure and fails the test for every line that keeps a loop for longer, at that line.
    ///
    /// On the main thread it is the main queue, and with it the main actor, that must not be kept: `wait(for:)` lets it go on. Elsewhere the whole closure is one piece of work.
    ///
    /// - Parameters:
    ///   - threshold: What lasts longer is a stall. Time in which the process or a thread had no CPU is not counted.
    ///   - watching: Adds loops to the watchdog it is given, such as the event loops of a server. Called before the closure.
    /// - Returns: What the closure returns.
    @_disfavoredOverload
    @discardableResult
    public func assertNoStalls<R, E>(
      over threshold: Duration = .milliseconds(100), watching: (@Sendable (StallWatchdog) -> Void)? = nil,
      file: StaticString = #filePath, line: UInt = #line, _ body: () throws(E) -> R
    ) throws(E) -> R {
      let isLoop = Thread.isMainThread
      let (result, entries) = StallScope(isLoop ? .mainThread : .tasks, over: threshold, loops: watching).run(
        isLoop: isLoop, idle: { idle(isLoop: isLoop) }, body)
      record(entries, calledAt: "\(file)", line)
      return try result.get()
    }

    /// Runs the closure and fails the test for every line that keeps its thread or a loop for longer, at that line.
    ///
    /// - Parameters:
    ///   - threshold: What lasts longer is a stall. Time in which the process or a thread had no CPU is not counted.
    ///   - watching: Adds loops to the watchdog it is given, such as the event loops of a server. Called before the closure.
    /// - Returns: What the closure returns.
    @discardableResult
    public func assertNoStalls<R, E>(
      over threshold: Duration = .milliseconds(100), watching: (@Sendable (StallWatchdog) -> Void)? = nil,
      isolation: isolated (any Actor)? = #isolation, file: StaticString = #filePath, line: UInt = #line,
      _ body: () async throws(E) -> R
    ) async throws(E) -> R {
      let (result, entries) = await StallScope(over: threshold, loops: watching).run(isolation: isolation, body)
      record(entries, calledAt: "\(file)", line)
      return try result.get()
    }

    private func idle(isLoop: Bool) {
      let tick = 0.001
      // A run loop that has nothing to wait for returns at once.
      if isLoop, RunLoop.current.run(mode: .default, before: Date(timeIntervalSinceNow: tick)) { return }
      Thread.sleep(forTimeInterval: tick)
    }

    private func record(_ entries: StallScope.Entries, calledAt file: String, _ line: UInt) {
      let project = Project(of: file)
      // XCTest runs one test at a time in a process, so whatever stalls is this test's.
      for stall in FoundStall.all(in: entries, of: TestCode(function: nil), in: project, claim: { _ in true }) {
        record(stall.message(in: project), file: stall.site?.file ?? file, line: stall.site?.line ?? Int(line))
      }
    }

    private func record(_ message: String, file: String, line: Int) {
      #if _runtime(_ObjC)
        let context = XCTSourceCodeContext(location: XCTSourceCodeLocation(filePath: file, lineNumber: line))
        record(XCTIssue(type: .assertionFailure, compactDescription: message, sourceCodeContext: context))
      #else
        recordFailure(withDescription: message, inFile: file, atLine: line, expected: true)
      #endif
    }
  }
#endif
