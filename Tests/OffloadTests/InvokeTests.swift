import Testing

@testable import Offload

@Suite(.timeLimit(.minutes(5))) struct InvokeTests {
  private func number() -> Int { 1 }
  private func text() throws -> String { "a" }
  private func ratio() async -> Double { 0.5 }
  private func nothing() async throws {}

  @Test func functionsOfAnyKindKeepTheirTypesAndOrder() async throws {
    let (number, text, ratio, _): (Int, String, Double, Void) = try await invoke(number, text, ratio, nothing)
    #expect((number, text, ratio) == (1, "a", 0.5))
  }

  @Test func oneFunctionGivesItsValue() async throws {
    let value: Int = try await invoke(number)
    #expect(value == 1)
  }

  @Test func noneGivesNothing() async throws {
    let nothing: Void = try await invoke()
    #expect(nothing == ())
  }

  @Test func manyGiveOneEach() async throws {
    let ten = try await invoke({ 0 }, { "1" }, { 2.0 }, { [3] }, { 4 }, { "5" }, { 6.0 }, { [7] }, { 8 }, { Int?(9) })
    #expect((ten.0, ten.1, ten.2, ten.3, ten.4) == (0, "1", 2.0, [3], 4))
    #expect((ten.5, ten.6, ten.7, ten.8, ten.9) == ("5", 6.0, [7], 8, 9))
  }

  @Test func anOptionalWithoutAValueIsAValue() async throws {
    let (none, some) = try await invoke({ Int?.none }, { Int?.some(1) })
    #expect(none == nil)
    #expect(some == 1)
  }

  @Test func blockingFunctionsRunSideBySide() async throws {
    let pool = OffloadPool(threads: 3)
    let (first, second) = (Gate(), Gate())
    // Each waits for what the next one does.
    let (a, b, c) = try await pool.invoke(
      {
        first.pass()
        return 1
      },
      {
        second.pass()
        first.open()
        return 2
      },
      {
        second.open()
        return 3
      })
    #expect((a, b, c) == (1, 2, 3))
    await pool.shutdown()
  }

  @Test func functionsRunOnThreadsThatMayBlock() async throws {
    let (blocking, asynchronous) = try await invoke(
      threadName,
      {
        await Task.yield()
        return threadName()
      })
    #expect(blocking.hasPrefix("offload-"))
    #expect(asynchronous.hasPrefix("offload-"))
  }

  @Test @MainActor func aFunctionOfAnActorRunsThere() async throws {
    let (isolated, other) = try await invoke(
      { @MainActor in
        MainActor.assertIsolated()
        return 1
      }, number)
    #expect(isolated + other == 2)
  }

  @Test func taskLocalValuesAreSeen() async throws {
    let (seen, alsoSeen) = try await Request.$number.withValue(7) {
      try await invoke({ Request.number }, { await Task { Request.number }.value })
    }
    #expect((seen, alsoSeen) == (7, 7))
    #expect(try await Request.$number.withValue(7) { try await offload { Request.number } } == 0)
  }

  @Test func theFirstErrorCancelsTheRestAndIsThrown() async throws {
    let (begun, sawCancel) = (Locked(false), Locked(false))
    await #expect(throws: Refusal(number: 1)) {
      try await invoke(
        {
          await until { begun.withLock { $0 } }
          throw Refusal(number: 1)
        },
        {
          begun.withLock { $0 = true }
          do {
            try await Task.sleep(for: .seconds(86_400))
          } catch {
            sawCancel.withLock { $0 = true }
            throw Refusal(number: 2)
          }
        })
    }
    #expect(sawCancel.withLock { $0 })
  }

  @Test func whatBeginsAfterAnErrorNeverRuns() async throws {
    let ran = Locked(false)
    await #expect(throws: Refusal(number: 1)) {
      try await invoke(
        { throw Refusal(number: 1) },
        {
          while !Task.isCancelled { await Task.yield() }
          try await invoke({ ran.withLock { $0 = true } })
        })
    }
    #expect(!ran.withLock { $0 })
  }

  @Test func aCancelledCallerCancelsTheFunctions() async throws {
    let pool = OffloadPool(threads: 2)
    let begun = Locked(0)
    let task = Task {
      try await pool.invoke(
        {
          begun.increment()
          while !Task.isCancelled { await Task.yield() }
          return 1
        },
        {
          begun.increment()
          try await Task.sleep(for: .seconds(86_400))
        })
    }
    await until { begun.withLock { $0 } == 2 }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    await pool.shutdown()
  }

  @Test func oneThreadServesInvokesWithinInvokes() async throws {
    let pool = OffloadPool(threads: 1, waiting: 0)
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<100 {
        group.addTask {
          let (a, b) = try await pool.invoke(
            { try await pool.offload { number } },
            {
              let (one, two) = try await pool.invoke(
                { 1 },
                {
                  await Task.yield()
                  return 2
                })
              return one + two
            })
          return a + b
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(sum == 4_950 + 300)
    await pool.shutdown()
  }
}

private enum Request {
  @TaskLocal static var number = 0
}
