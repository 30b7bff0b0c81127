/// A loop that was watched, and how late its heartbeats were over the whole log. Durations are nanoseconds.
package struct WatchedLoop: Hashable, Sendable {
  package var label: String
  /// event-loop, main-actor, pool, …
  package var kind: String
  /// The name of the program; empty where the log does not tell.
  package var process: String
  package var delays: LoopDelays?
  package var count = StallCount()

  package init(label: String, kind: String, process: String) {
    self.label = label
    self.kind = kind
    self.process = process
  }
}

/// A distribution of heartbeat delays.
package struct LoopDelays: Hashable, Sendable {
  package struct Bucket: Hashable, Sendable {
    /// The highest delay that falls into it.
    package var limit: Int
    package var count: Int

    package init(limit: Int, count: Int) {
      self.limit = limit
      self.count = count
    }
  }

  /// Ascending, none empty.
  package var buckets: [Bucket]
  package var count: Int
  package var mean: Int
  package var max: Int
  /// The share of the time that its thread used a CPU.
  package var busy: Double?

  package init(buckets: [Bucket], count: Int, mean: Int, max: Int, busy: Double?) {
    self.buckets = buckets
    self.count = count
    self.mean = mean
    self.max = max
    self.busy = busy
  }

  /// The delay that this share of the heartbeats, in thousandths, did not exceed.
  package func quantile(permille: Int) -> Int {
    let all = buckets.reduce(0) { $0.plus($1.count) }
    // Divided first: counts in a damaged log may be as large as numbers get.
    let rank = all / 1000 * permille + (all % 1000 * permille + 999) / 1000
    var seen = 0
    for bucket in buckets {
      seen = seen.plus(bucket.count)
      if seen >= rank { return Swift.min(bucket.limit, max) }
    }
    return max
  }
}
