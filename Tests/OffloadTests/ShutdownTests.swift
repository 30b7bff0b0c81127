import Testing

@testable import Offload

@Suite(.timeLimit(.minutes(5))) struct ShutdownTests {
  @Test func whatWaitsInThePoolIsRunAndWhatWaitsForRoomIsNot() async throws {
    let held = await HeldPool(waiting: 2)
    let queued = [await held.offload { 1 }, await held.offload { 2 }]
    let beyond = await held.offload { 3 }
    let shutdown = Task { await held.pool.shutdown() }
    await #expect(throws: OffloadError.shutDown) { try await beyond.value }
    try await held.release()
    #expect(try await queued[0].value == 1)
    #expect(try await queued[1].value == 2)
    await shutdown.value
    #expect(held.pool.counts == (0, 0, 0))
  }

  @Test func afterItNothingIsTaken() async throws {
    let pool = OffloadPool(threads: 1)
    #expect(try await pool.offload { 1 } == 1)
    await pool.shutdown()
    await #expect(throws: OffloadError.shutDown) { try await pool.offload { 2 } }
    await #expect(throws: OffloadError.shutDown) { try await pool.invoke({ 2 }, { 3 }) }
  }

  @Test func aPoolThatWasNotUsedEndsAtOnce() async {
    await OffloadPool(threads: 1).shutdown()
  }

  @Test func severalMayWaitForIt() async throws {
    let held = await HeldPool(threads: 4)
    let shutdowns = (0..<4).map { _ in Task { await held.pool.shutdown() } }
    try await held.release()
    for shutdown in shutdowns { await shutdown.value }
    await held.pool.shutdown()
    #expect(held.pool.counts.threads == 0)
  }

  @Test func anInvokeThatHasBegunIsFinished() async throws {
    let pool = OffloadPool(threads: 2)
    let (reached, gate) = (Locked(false), Locked(false))
    let task = Task {
      try await pool.invoke(
        {
          reached.withLock { $0 = true }
          await until { gate.withLock { $0 } }
          return 1
        }, { 2 })
    }
    await until { reached.withLock { $0 } }
    let shutdown = Task { await pool.shutdown() }
    // Closed by now, and still it runs what the functions do after their waits.
    await until { (try? pool.crew.enter()).map { pool.crew.leave() } == nil }
    gate.withLock { $0 = true }
    #expect(try await task.value == (1, 2))
    await shutdown.value
  }

  @Test func theSharedPoolTakesNoNotice() async throws {
    await OffloadPool.shared.shutdown()
    #expect(try await offload { 1 } == 1)
  }

  @Test func aPoolThatNobodyHoldsEndsItsThreads() async throws {
    var pool: OffloadPool? = OffloadPool(threads: 2, rest: .seconds(3600))
    _ = try await pool?.offload { 1 }
    let isGone = { [weak crew = pool?.crew] in crew == nil }
    pool = nil
    await until(isGone)
  }

  @Test func errorsSayWhatIsWrong() {
    #expect("\(OffloadError.shutDown)" == "the pool is shut down")
    #expect("\(OffloadError.noThread(11))" == "no thread could be started: error 11 of pthread_create")
  }
}
