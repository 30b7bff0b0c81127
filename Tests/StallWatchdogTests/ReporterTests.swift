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

  @Test func aFloodDropsTheNewestAndCountsThem() {
    let seen = Locked<[StallEvent]>([])
    let handler = holdUp { event in seen.withLock { $0.append(event) } }
    let flood = Reporter.limit * 4
    for id in 1...flood { reporter.take(Synthetic.event(.began, stall: id)) }
    handler.signal()
    reporter.settle()
    let events = seen.withLock { $0 }
    #expect(events.compactMap(\.began?.id) == Array(0...Reporter.limit), "the oldest are kept, in order")
    #expect(events.compactMap(\.dropped).reduce(0, +) == flood - Reporter.limit, "whatever is missing is counted")
  }

  @Test func aFloodOfStacksLeavesRoomForStalls() {
    let seen = Locked<[StallEvent]>([])
    let handler = holdUp { event in seen.withLock { $0.append(event) } }
    let flood = Reporter.limit * 2
    for _ in 1...flood { reporter.take(Synthetic.event(.sample, stall: 0, stack: [1])) }
    reporter.take(Synthetic.event(.ended, stall: 0))
    handler.signal()
    reporter.settle()
    let events = seen.withLock { $0 }
    #expect(events.last?.ended?.threads.first?.samples.map(\.count) == [Reporter.sampleLimit])
    #expect(events.compactMap(\.dropped).reduce(0, +) == flood - Reporter.sampleLimit)
  }

  /// Adds a handler that waits in its first event, the begin of stall 0, until it is signalled.
  private func holdUp(_ handler: @escaping @Sendable (StallEvent) -> Void) -> DispatchSemaphore {
    let (waits, goesOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    reporter.onEvent { event in
      if event.began?.id == 0 {
        waits.signal()
        goesOn.wait()
      }
      handler(event)
    }
    reporter.take(Synthetic.event(.began, stall: 0))
    waits.wait()
    return goesOn
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
