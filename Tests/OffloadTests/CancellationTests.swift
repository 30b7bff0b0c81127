import Testing

@testable import Offload

@Suite(.timeLimit(.minutes(5))) struct CancellationTests {
  @Test func aCancelledWaitReturnsWhileTheJobRuns() async throws {
    let pool = OffloadPool(threads: 1)
    let (started, gate, finished) = (Locked(false), Gate(), Locked(false))
    let task = Task {
      try await pool.offload {
        started.withLock { $0 = true }
        gate.pass()
        finished.withLock { $0 = true }
      }
    }
    await until { started.withLock { $0 } }
    task.cancel()
    // The gate is closed: this would not return if the wait were for the job.
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(!finished.withLock { $0 })
    gate.open()
    await pool.shutdown()
    #expect(finished.withLock { $0 })
  }

  @Test func aJobCancelledBeforeItBeganNeverRuns() async throws {
    let held = await HeldPool()
    let ran = Locked(false)
    let task = await held.offload { ran.withLock { $0 = true } }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(held.pool.counts.waiting == 0)
    try await held.release()
    await held.pool.shutdown()
    #expect(!ran.withLock { $0 })
  }

  @Test func aCancelledCallerMakesRoomForTheNext() async throws {
    let held = await HeldPool(waiting: 1)
    let first = await held.offload { 1 }
    let second = await held.offload { 2 }
    let third = await held.offload { 3 }
    second.cancel()
    await #expect(throws: CancellationError.self) { try await second.value }
    #expect(held.pool.counts.beyond == 1)
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    #expect(held.pool.counts.beyond == 0)
    #expect(held.pool.counts.waiting == 1)
    try await held.release()
    #expect(try await third.value == 3)
  }

  @Test func aTaskThatIsCancelledAlreadyRunsNothing() async throws {
    let pool = OffloadPool(threads: 1)
    let ran = Locked(false)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await pool.offload { ran.withLock { $0 = true } }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    await pool.shutdown()
    #expect(!ran.withLock { $0 })
  }

  @Test func whateverACancelRacesWithTheCallerIsResumedOnce() async throws {
    let pool = OffloadPool(threads: 4, waiting: 2)
    let (ran, done, cancelled) = (Locked(0), Locked(0), Locked(0))
    await withTaskGroup(of: Void.self) { group in
      for lane in 0..<8 {
        group.addTask {
          for number in 0..<500 {
            let task = Task {
              try await pool.offload {
                ran.increment()
                return number
              }
            }
            for _ in 0..<((number + lane) % 5) { await Task.yield() }
            task.cancel()
            do {
              #expect(try await task.value == number)
              done.increment()
            } catch {
              #expect(error is CancellationError)
              cancelled.increment()
            }
          }
        }
      }
    }
    await pool.shutdown()
    #expect(done.withLock { $0 } + cancelled.withLock { $0 } == 4_000)
    #expect(ran.withLock { $0 } >= done.withLock { $0 })
    #expect(pool.counts == (0, 0, 0))
  }
}
