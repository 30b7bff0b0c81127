import Dispatch
import Testing

@testable import Offload

@Suite(.timeLimit(.minutes(5))) struct OffloadPoolTests {
  @Test func theValueComesBack() async throws {
    #expect(try await offload { 42 } == 42)
    try await offload {}
  }

  @Test func aFunctionCanBeNamed() async throws {
    #expect(try await offload(threadName).hasPrefix("offload-"))
  }

  @Test func aValueThatIsNotSendableIsSent() async throws {
    let box = try await offload { Box(1) }
    box.value += 1
    #expect(box.value == 2)
  }

  @Test func theErrorIsThrown() async throws {
    await #expect(throws: Refusal(number: 7)) { try await offload { throw Refusal(number: 7) } }
  }

  @Test func theCallerIsBackOnItsActor() async throws {
    #expect(try await Counter().countedTwice() == 2)
  }

  @Test func moreCallsBlockAtOnceThanTasksCanRun() async throws {
    let pool = OffloadPool(threads: 64, name: "many")
    let met = Locked(0)
    let gate = Gate()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<64 {
        group.addTask {
          try await pool.offload {
            // Each waits for all others, so all must have a thread.
            if met.increment() == 64 { gate.open() }
            gate.pass()
          }
        }
      }
      try await group.waitForAll()
    }
    await pool.shutdown()
  }

  @Test func tasksRunWhileEveryThreadOfThePoolBlocks() async throws {
    let held = await HeldPool(threads: 64)
    let names = await withTaskGroup(of: String.self) { group in
      for _ in 0..<64 { group.addTask { threadName() } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(names.allSatisfy { !$0.hasPrefix("offload") })
    try await held.release()
  }

  @Test func neverMoreThreadsThanAllowed() async throws {
    let pool = OffloadPool(threads: 3, waiting: 5)
    let (now, most) = (Locked(0), Locked(0))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<500 {
        group.addTask {
          try await pool.offload {
            let running = now.increment()
            most.withLock { $0 = max($0, running) }
            now.withLock { $0 -= 1 }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect((1...3).contains(most.withLock { $0 }))
    await pool.shutdown()
  }

  @Test func theMostUrgentRunsFirst() async throws {
    let held = await HeldPool()
    let order = Locked<[TaskPriority]>([])
    var tasks: [Task<Void, any Error>] = []
    for priority in [TaskPriority.background, .low, .medium, .high] {
      tasks.append(await held.offload(priority) { order.withLock { $0.append(priority) } })
    }
    try await held.release()
    for task in tasks { try await task.value }
    #expect(order.withLock { $0 } == [.high, .medium, .low, .background])
  }

  @Test func ofTheSamePriorityTheFirstRunsFirst() async throws {
    let held = await HeldPool()
    let order = Locked<[Int]>([])
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<20 {
      tasks.append(await held.offload { order.withLock { $0.append(number) } })
    }
    try await held.release()
    for task in tasks { try await task.value }
    #expect(order.withLock { $0 } == Array(0..<20))
  }

  @Test func aCallerWithoutRoomWaitsAndIsServed() async throws {
    let held = await HeldPool(waiting: 2)
    var tasks: [Task<Int, any Error>] = []
    for number in 0..<5 { tasks.append(await held.offload { number }) }
    #expect(held.pool.counts.waiting == 2)
    #expect(held.pool.counts.beyond == 3)
    try await held.release()
    for (number, task) in tasks.enumerated() { #expect(try await task.value == number) }
  }

  @Test func thousandsOfJobsGiveEachCallerItsOwn() async throws {
    let pool = OffloadPool(threads: 8, waiting: 16)
    let right = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<5_000 {
        group.addTask { try await pool.offload { number } == number }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(right == 5_000)
    await pool.shutdown()
  }
}

private final class Box {
  var value: Int

  init(_ value: Int) {
    self.value = value
  }
}

struct Refusal: Error, Equatable {
  let number: Int
}

private actor Counter {
  private var count = 0

  func countedTwice() async throws -> Int {
    for _ in 0..<2 {
      count += try await offload { 1 }
      assertIsolated()
    }
    return count
  }
}
