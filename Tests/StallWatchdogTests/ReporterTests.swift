import Dispatch
import StallWatchdog
import Testing

@Suite struct ReporterTests {
  private let reporter = Reporter()

  @Test func handlersAndStreamsSeeTheSameEventsInOrder() async {
    let seen = Locked<[Int]>([])
    reporter.onEvent { event in seen.withLock { $0.append(event.began?.id ?? event.ended?.id ?? 0) } }
    let events = reporter.events()
    for id in 1...3 { reporter.take(Synthetic.event(.began, stall: id)) }
    reporter.finish()
    #expect(await ids(of: events) == [1, 2, 3])
    #expect(seen.withLock { $0 } == [1, 2, 3])
  }

  @Test func aReaderThatIsLateGetsTheNewestAndTheNumberOfTheRest() async {
    let events = reporter.events()
    // One at a time, so that none is dropped on the way.
    for id in 1...Reporter.limit + 10 {
      reporter.take(Synthetic.event(.began, stall: id))
      reporter.settle()
    }
    var iterator = events.makeAsyncIterator()
    #expect(await iterator.next()?.dropped == 10)
    #expect(await iterator.next()?.began?.id == 11)
    reporter.finish()
    var rest = 0
    while await iterator.next() != nil { rest += 1 }
    #expect(rest == Reporter.limit - 1)
  }

  @Test func aFloodDropsTheNewestAndCountsThem() async {
    let blocked = DispatchSemaphore(value: 0)
    let first = Locked(true)
    let counted = Locked(0)
    let seen = Locked<[Int]>([])
    reporter.onEvent { event in
      if first.withLock({ isFirst in
        defer { isFirst = false }
        return isFirst
      }) {
        blocked.wait()
      }
      if let count = event.dropped { counted.withLock { $0 += count } }
      if let id = event.began?.id { seen.withLock { $0.append(id) } }
    }
    let flood = Reporter.limit * 4
    for id in 1...flood { reporter.take(Synthetic.event(.began, stall: id)) }
    blocked.signal()
    reporter.settle()
    let ids = seen.withLock { $0 }
    #expect(ids == Array(1...ids.count), "the oldest are kept, in order")
    #expect(ids.count >= Reporter.limit && ids.count <= Reporter.limit + 1)
    #expect(ids.count + counted.withLock { $0 } == flood, "whatever is missing is counted")
  }

  @Test func aFloodOfStacksLeavesRoomForStalls() async {
    let blocked = DispatchSemaphore(value: 0)
    let seen = Locked<[StallEvent]>([])
    reporter.onEvent { event in
      if event.began?.id == 1 { blocked.wait() }
      seen.withLock { $0.append(event) }
    }
    reporter.take(Synthetic.event(.began, stall: 1))
    let flood = Reporter.limit * 2
    for _ in 1...flood { reporter.take(Synthetic.event(.sample, stall: 1, stack: [1])) }
    reporter.take(Synthetic.event(.ended, stall: 1))
    blocked.signal()
    reporter.settle()
    let events = seen.withLock { $0 }
    let kept = events.last?.ended?.threads.first?.samples.first?.count ?? 0
    #expect(kept >= Reporter.sampleLimit - 1 && kept <= Reporter.sampleLimit)
    #expect(events.compactMap(\.dropped).reduce(0, +) == flood - kept)
  }

  @Test func aStreamOfAFinishedReporterIsOverAtOnce() async {
    reporter.finish()
    #expect(await ids(of: reporter.events()).isEmpty)
  }

  @Test func aHandlerMayFinishTheReporter() async {
    let events = reporter.events()
    reporter.onEvent { [reporter] _ in reporter.finish() }
    reporter.take(Synthetic.event(.began, stall: 1))
    #expect(await ids(of: events).isEmpty == false)
  }

  @Test func everyStreamHasItsOwnBuffer() async {
    let first = reporter.events()
    reporter.take(Synthetic.event(.began, stall: 1))
    reporter.settle()
    let second = reporter.events()
    reporter.take(Synthetic.event(.began, stall: 2))
    reporter.finish()
    #expect(await ids(of: first) == [1, 2])
    #expect(await ids(of: second) == [2])
  }

  private func ids(of events: StallEvents) async -> [Int] {
    var ids: [Int] = []
    for await event in events { ids.append(event.began?.id ?? 0) }
    return ids
  }
}
