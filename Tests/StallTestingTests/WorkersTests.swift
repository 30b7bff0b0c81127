import StallWatchdog
import Testing

@testable import StallTesting

struct WorkersTests {
  @Test func runEverythingOnNoMoreThreadsThanTheirWidth() async {
    let workers = Workers(width: 2)
    let state = Locked((running: 0, most: 0))
    await withTaskGroup { group in
      for _ in 1...50 {
        group.addTask {
          await withCheckedContinuation { done in
            workers.run {
              state.withLock { state in
                state.running += 1
                state.most = max(state.most, state.running)
              }
              sleep(milliseconds: 1)
              state.withLock { $0.running -= 1 }
              done.resume()
            }
          }
        }
      }
    }
    #expect(state.withLock { $0.running } == 0)
    #expect((1...2).contains(state.withLock { $0.most }))
  }

  @Test func startInTheOrderInWhichTheyWereGiven() async {
    let workers = Workers(width: 1)
    let order = Locked<[Int]>([])
    await withCheckedContinuation { done in
      for number in 1...20 {
        workers.run {
          order.withLock { $0.append(number) }
          if number == 20 { done.resume() }
        }
      }
    }
    #expect(order.withLock { $0 } == Array(1...20))
  }
}
