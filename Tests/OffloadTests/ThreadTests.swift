import Glibc
import Testing

@testable import Offload

@Suite(.timeLimit(.minutes(5))) struct ThreadTests {
  @Test func aPoolThatIsNotUsedHasNoThread() {
    #expect(OffloadPool(threads: 8).counts.threads == 0)
  }

  @Test func threadsThatHaveNothingToDoEnd() async throws {
    let pool = OffloadPool(threads: 8, rest: .milliseconds(1))
    for _ in 0..<3 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<50 { group.addTask { try await pool.offload {} } }
        try await group.waitForAll()
      }
      await until { pool.counts.threads == 0 }
    }
  }

  @Test func threadsThatEndAtOnceLoseNoJob() async throws {
    let pool = OffloadPool(threads: 4, rest: .zero)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<4 {
        group.addTask {
          for number in 0..<300 {
            let product = try await pool.offload { lane * number }
            #expect(product == lane * number)
          }
        }
      }
      try await group.waitForAll()
    }
    await pool.shutdown()
  }

  @Test func threadsStayWhileTheyMayRest() async throws {
    let pool = OffloadPool(threads: 8, rest: .seconds(Int64.max))
    let first = try await pool.offload(threadName)
    for _ in 0..<20 { #expect(try await pool.offload(threadName) == first) }
    await pool.shutdown()
  }

  @Test func aLongNameKeepsItsNumber() async throws {
    let pool = OffloadPool(threads: 1, name: "thumbnails-of-pictures")
    #expect(try await pool.offload(threadName) == "thumbnails-of-1")
    await pool.shutdown()
  }

  @Test func aSignalForTheProcessIsLeftToOthers() async throws {
    let blocked = try await offload {
      var mask = sigset_t()
      pthread_sigmask(SIG_BLOCK, nil, &mask)
      return [SIGTERM, SIGUSR1, SIGSEGV, SIGPROF].map { sigismember(&mask, $0) }
    }
    #expect(blocked == [1, 1, 0, 0])
  }

  @Test func whereNoThreadIsToBeHadTheCallFails() async throws {
    // More address space than there is.
    let pool = OffloadPool(threads: 1, waiting: 1, rest: .zero, name: "none", stackSize: 1 << 55)
    await #expect(throws: OffloadError.noThread(EAGAIN)) { try await pool.offload {} }
    #expect(try await pool.invoke({ 1 }, { 2 }) == (1, 2))
    await pool.shutdown()
  }
}
