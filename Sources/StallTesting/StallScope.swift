internal import StallWatchdog

/// Watches while something runs, and says what stalled.
struct StallScope {
  /// Of all that was watched: measured work of the test's own, and loops that it shares with others.
  typealias Entries = [StallLedger.Entry]

  private let threshold: Duration
  private let shared: Watch
  private let watches: [Watch]
  private let ledger = StallLedger()

  /// - Parameter loops: Adds loops to the watchdog it is given.
  init(_ kind: SharedWatches.Kind = .tasks, over threshold: Duration, loops: (@Sendable (StallWatchdog) -> Void)?) {
    self.threshold = threshold
    shared = SharedWatches.watch(kind, over: threshold)
    let own = loops.map { loops in
      Watch(over: threshold, .ownLoop) { watchdog in
        loops(watchdog)
        return []
      }
    }
    watches = [shared] + (own.map { [$0] } ?? [])
  }

  /// Runs it on an executor that measures every piece of its work, and that of the tasks it awaits.
  func run<R, E>(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws(E) -> R
  ) async -> (Result<R, E>, Entries) {
    join()
    await wait(upTo: settling) { watches.allSatisfy { $0.hasAnswers() } }
    let began = now
    let result: Result<R, E>
    do throws(E) {
      result = .success(
        try await withTaskExecutorPreference(
          TestExecutor(shared, for: ledger), isolation: isolation, operation: body))
    } catch {
      result = .failure(error)
    }
    if canHaveStalled(since: began) {
      await wait(upTo: settling) { !ledger.isAnyWorkUnderWay }
      for watch in watches {
        await withCheckedContinuation { continuation in watch.fence { continuation.resume() } }
      }
      await wait(upTo: settling) { !ledger.isAnythingLasting }
    }
    return (result, leave())
  }

  /// Runs it on this thread.
  ///
  /// - Parameters:
  ///   - isLoop: Whether the thread is that of the main actor, whose heartbeats tell what lies between two stalls. Where it answers
  ///     none, and on any other thread, the whole is one piece of work.
  ///   - idle: Lets the thread's own loop run for about a millisecond.
  func run<R, E>(isLoop: Bool, idle: () -> Void, _ body: () throws(E) -> R) -> (Result<R, E>, Entries) {
    join()
    let answers = wait(upTo: settling, idle: idle) { watches.allSatisfy { $0.hasAnswers() } }
    let began = now
    let result =
      isLoop && answers ? Result(catching: body) : shared.measure(for: ledger) { Result(catching: body) }
    if canHaveStalled(since: began) {
      for watch in watches {
        let passed = Locked(false)
        watch.fence { passed.withLock { $0 = true } }
        wait(upTo: .seconds(30), idle: idle) { passed.withLock { $0 } }
      }
      wait(upTo: settling, idle: idle) { !ledger.isAnythingLasting }
    }
    return (result, leave())
  }

  private func join() {
    for watch in watches { watch.join(ledger) }
  }

  private func leave() -> Entries {
    for watch in watches { watch.leave(ledger) }
    return ledger.entries(at: .now)
  }

  // MARK: Time

  private var now: SuspendingClock.Instant { SuspendingClock().now }

  /// How long a loop may take to answer: long enough for a busy machine, and no longer than a test that waits for one which stalls should take.
  private var settling: Duration { .seconds(3) }

  /// What ran for much less time than the threshold did not stall for longer. A little less is possible, for the begin of a loop's stall
  /// is known to within the time between two heartbeats.
  private func canHaveStalled(since began: SuspendingClock.Instant) -> Bool {
    now - began >= threshold / 2
  }

  private func wait(
    upTo limit: Duration, isolation: isolated (any Actor)? = #isolation, until isMet: () -> Bool
  ) async {
    let deadline = now + limit
    // unblock: ignore cancellation-swallowed - a cancelled test is judged as well, and the limit ends the loop
    while !isMet(), now < deadline { try? await Task.sleep(for: .milliseconds(1)) }
  }

  @discardableResult
  private func wait(upTo limit: Duration, idle: () -> Void, until isMet: () -> Bool) -> Bool {
    let deadline = now + limit
    while !isMet() {
      guard now < deadline else { return false }
      idle()
    }
    return true
  }
}
