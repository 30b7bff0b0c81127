internal import Histogram

/// A distribution of delays in nanoseconds, to two digits, from a microsecond to a day.
package struct DelayHistogram: Sendable {
  // 64 bits: a count that overflows would trap.
  private var histogram = Histogram<UInt64>(
    lowestDiscernibleValue: 1000, highestTrackableValue: longest, numberOfSignificantValueDigits: .two)

  private static let longest: UInt64 = 86_400_000_000_000
  private static let mostSteps: UInt64 = 10_000

  package init() {}

  package var isEmpty: Bool { histogram.totalCount == 0 }

  /// Records a delay, and those of the heartbeats that were not sent because it lasted longer than the interval between them.
  package mutating func record(_ delay: UInt64, interval: UInt64) {
    let delay = min(delay, Self.longest)
    guard interval > 0, delay > interval else {
      histogram.record(delay)
      return
    }
    // A day at 10 ms is nine million values, each a step of a loop: of so many, fewer stand for several each.
    let times = max(delay / interval / Self.mostSteps, 1)
    histogram.record(delay)
    histogram.recordCorrectedValue(delay - interval, count: times, expectedInterval: interval * times)
  }

  /// Records pieces of work that took no longer than this.
  package mutating func record(pieces count: UInt64, of duration: UInt64) {
    histogram.record(min(duration, Self.longest), count: count)
  }

  package func delays(of loop: Loop, busy: Double?) -> LoopDelays {
    guard !isEmpty else { return LoopDelays(loop: loop, busy: busy) }
    func duration(_ percentile: Double) -> Duration {
      Duration(nanoseconds: histogram.valueAtPercentile(percentile))
    }
    return LoopDelays(
      loop: loop, count: Int(clamping: histogram.totalCount),
      mean: Duration(nanoseconds: UInt64(histogram.mean)),
      p50: duration(50), p90: duration(90), p99: duration(99), p999: duration(99.9),
      max: Duration(nanoseconds: histogram.max), busy: busy, buckets: buckets)
  }

  private var buckets: [LoopDelays.Bucket] {
    histogram.recordedValues().map {
      LoopDelays.Bucket(highest: Duration(nanoseconds: $0.value), count: Int(clamping: $0.count))
    }
  }
}
