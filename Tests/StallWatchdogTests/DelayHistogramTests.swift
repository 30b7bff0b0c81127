import StallWatchdog
import Testing

@Suite struct DelayHistogramTests {
  private let loop = Loop(label: "loop", kind: .eventLoop)

  @Test func oneLongDelayStandsForTheHeartbeatsThatItKeptBack() {
    var histogram = DelayHistogram()
    for _ in 0..<100 { histogram.record(milliseconds(1), interval: milliseconds(10)) }
    histogram.record(milliseconds(1000), interval: milliseconds(10))
    let delays = histogram.delays(of: loop, busy: nil)
    // 100 in time, then one late by 1000 ms, one by 990, … and one by 10.
    #expect(delays.count == 200)
    #expect(isNear(delays.p50, .milliseconds(1)))
    #expect(isNear(delays.p90, .milliseconds(800)))
    #expect(isNear(delays.p99, .milliseconds(980)))
    #expect(isNear(delays.max, .milliseconds(1000)))
    #expect(isNear(delays.mean, .microseconds(253_000)))
  }

  @Test func aDelayNoLongerThanTheIntervalStandsForItself() {
    var histogram = DelayHistogram()
    histogram.record(milliseconds(10), interval: milliseconds(10))
    #expect(histogram.delays(of: loop, busy: nil).count == 1)
  }

  @Test func aDelayOfMoreThanADayKeepsItsShareOfTheValues() {
    var histogram = DelayHistogram()
    histogram.record(.max, interval: milliseconds(10))
    let delays = histogram.delays(of: loop, busy: nil)
    #expect(isNear(delays.max, .seconds(86_400)))
    #expect(isNear(delays.p50, .seconds(43_200)))
    // One for each 10 ms of the day.
    #expect((8_600_000...8_700_000).contains(delays.count))
  }

  @Test func delaysOfManyYearsDoNotOverflow() {
    var histogram = DelayHistogram()
    for _ in 0..<20 { histogram.record(.max, interval: 1) }
    histogram.record(pieces: .max, of: .max)
    #expect(isNear(histogram.delays(of: loop, busy: nil).max, .seconds(86_400)))
  }

  @Test func bucketsAddUpToTheCountAndAscend() {
    var histogram = DelayHistogram()
    for value in 1...500 { histogram.record(UInt64(value) * 37_000, interval: 0) }
    histogram.record(pieces: 20, of: milliseconds(3))
    let delays = histogram.delays(of: loop, busy: 0.5)
    #expect(delays.count == 520)
    #expect(delays.buckets.reduce(0) { $0 + $1.count } == 520)
    #expect(delays.buckets.map(\.highest) == delays.buckets.map(\.highest).sorted())
    #expect(delays.buckets.allSatisfy { $0.count > 0 })
    #expect(delays.busy == 0.5)
  }

  @Test func nothingRecordedIsNothing() {
    #expect(DelayHistogram().delays(of: loop, busy: nil) == LoopDelays(loop: loop))
  }

  private func milliseconds(_ count: UInt64) -> UInt64 { count * 1_000_000 }

  /// To the two digits that are kept.
  private func isNear(_ value: Duration, _ expected: Duration) -> Bool {
    abs((value - expected) / expected) < 0.011
  }
}
