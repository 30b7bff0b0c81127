internal import Histogram

/// A distribution of delays: to a microsecond, or to two digits where they are longer, up to a day.
package struct DelayHistogram: Sendable {
  // 64 bits: a count that overflows would trap. It grows with its longest value, so that loops in good health cost
  // little.
  private var histogram = Histogram<UInt64>(numberOfSignificantValueDigits: .two)

  /// The sum of all values in microseconds, at least. The histogram adds them up as it is read, in 64 bits.
  private var weight = 0.0

  private static let longest: UInt64 = 86_400_000_000
  private static let mostWeight = 0x1p62
  private static let mostSteps: UInt64 = 10_000

  package init() {}

  package var isEmpty: Bool { histogram.totalCount == 0 }

  /// Records a delay, and those of the heartbeats that were not sent because it lasted longer than the interval between
  /// them; both in nanoseconds.
  package mutating func record(_ delay: UInt64, interval: UInt64) {
    let delay = min(microseconds(delay), Self.longest)
    let interval = microseconds(interval)
    record(delay, count: 1)
    guard interval > 0, delay > interval, makeRoom(for: Double(delay) * Double(delay) / Double(interval)) else {
      return
    }
    // A day at 10 ms is nine million values, each a step of a loop: of so many, fewer stand for several each.
    let times = max(delay / interval / Self.mostSteps, 1)
    histogram.recordCorrectedValue(delay - interval, count: times, expectedInterval: interval * times)
  }

  /// Records pieces of work that took no longer than so many nanoseconds.
  package mutating func record(pieces count: UInt64, of duration: UInt64) {
    record(min(microseconds(duration), Self.longest), count: count)
  }

  private mutating func record(_ value: UInt64, count: UInt64) {
    guard makeRoom(for: Double(value) * Double(count)) else { return }
    histogram.record(value, count: count)
  }

  /// False when the values together are so long that reading them would trap: many years.
  private mutating func makeRoom(for more: Double) -> Bool {
    guard weight + more < Self.mostWeight else { return false }
    weight += more
    return true
  }

  package func delays(of loop: Loop, busy: Double?) -> LoopDelays {
    guard !isEmpty else { return LoopDelays(loop: loop, busy: busy) }
    func duration(_ percentile: Double) -> Duration {
      Duration(microseconds: histogram.valueAtPercentile(percentile))
    }
    return LoopDelays(
      loop: loop, count: Int(clamping: histogram.totalCount),
      mean: Duration(nanoseconds: UInt64(histogram.mean * 1000)),
      p50: duration(50), p90: duration(90), p99: duration(99), p999: duration(99.9),
      max: Duration(microseconds: histogram.max), busy: busy, buckets: buckets)
  }

  private var buckets: [LoopDelays.Bucket] {
    histogram.recordedValues().map {
      LoopDelays.Bucket(highest: Duration(microseconds: $0.value), count: Int(clamping: $0.count))
    }
  }
}

/// Rounded up, so that nothing takes no time.
private func microseconds(_ nanoseconds: UInt64) -> UInt64 {
  nanoseconds / 1000 + (nanoseconds % 1000 == 0 ? 0 : 1)
}

extension Duration {
  fileprivate init(microseconds: UInt64) {
    self = .microseconds(Int64(clamping: microseconds))
  }
}
