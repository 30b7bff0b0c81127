/// How many stalls, and how long. Durations are nanoseconds.
package struct StallCount: Hashable, Codable, Sendable {
  /// Stalls whose end, and so whose exact duration, is known.
  package var ended = 0
  package var total = 0
  package var max = 0
  /// Stalls without an end: the process died, the log is torn, or they still last.
  package var unended = 0
  /// How long those lasted at least, together and the longest.
  package var unendedTotal = 0
  package var unendedMax = 0

  package init() {}

  package var stalls: Int { ended + unended }
  /// All the time that is known to have been lost.
  package var lost: Int { total.plus(unendedTotal) }
  /// The longest that is known.
  package var longest: Int { Swift.max(max, unendedMax) }

  package mutating func add(_ duration: Int, isEnded: Bool) {
    if isEnded {
      ended += 1
      total = total.plus(duration)
      max = Swift.max(max, duration)
    } else {
      unended += 1
      unendedTotal = unendedTotal.plus(duration)
      unendedMax = Swift.max(unendedMax, duration)
    }
  }

  package mutating func add(_ other: StallCount) {
    ended += other.ended
    total = total.plus(other.total)
    max = Swift.max(max, other.max)
    unended += other.unended
    unendedTotal = unendedTotal.plus(other.unendedTotal)
    unendedMax = Swift.max(unendedMax, other.unendedMax)
  }
}

/// Stalls that have one place in the program, or one appearance where no stack tells the place.
package struct StallSite: Sendable {
  /// What tells sites apart.
  package enum Identity: Hashable, Sendable {
    /// A line of the program's own code, where a thread was blocked.
    case line(function: String?, file: String, line: Int)
    /// A function of the program's own that kept a CPU: its lines change from one look to the next.
    case function(String, file: String)
    /// A function of which no line is known.
    case symbol(String, image: String?)
    /// What the thread was doing, where there is no stack.
    case doing(String)
    /// The loop, where nothing else is known.
    case loop(String)
  }

  package var identity: Identity
  /// An index of `StallSummary.frames`: the frame that names the site.
  package var frame: Int?
  package var count = StallCount()
  /// Of the stalls that ended, ascending.
  package var durations: [Int] = []
  /// What the thread was doing, in words, the most frequent first.
  package var causes: [Share] = []
  /// Indices of `StallSummary.loops` in `index`, the most concerned first.
  package var loops: [LoopShare] = []
  package var first: Timestamp
  package var last: Timestamp
  /// The most costly first.
  package var stacks: [StallStack] = []
  /// The findings that predict it, where some were asked.
  package var predictions: [Prediction] = []

  package init(identity: Identity, frame: Int?, at time: Timestamp) {
    self.identity = identity
    self.frame = frame
    first = time
    last = time
  }

  /// Nearest rank; nil where no stall ended.
  package func percentile(_ percent: Int) -> Int? {
    guard !durations.isEmpty else { return nil }
    let rank = (durations.count * percent + 99) / 100
    return durations[Swift.max(0, Swift.min(rank, durations.count) - 1)]
  }

  package struct Prediction: Hashable, Sendable {
    package var finding: Finding
    /// The stalls happened on the very path that the finding names; else a line of it was on the stack, and the path ends
    /// elsewhere.
    package var isAlongPath: Bool

    package init(finding: Finding, isAlongPath: Bool) {
      self.finding = finding
      self.isAlongPath = isAlongPath
    }
  }

  package struct Share: Hashable, Sendable {
    package var text: String
    package var count: Int

    package init(text: String, count: Int) {
      self.text = text
      self.count = count
    }
  }

  package struct LoopShare: Hashable, Sendable {
    package var index: Int
    package var count: Int

    package init(index: Int, count: Int) {
      self.index = index
      self.count = count
    }
  }
}

/// One distinct stack of a site.
package struct StallStack: Sendable {
  /// Indices of `StallSummary.frames`, innermost first.
  package var frames: [Int]
  package var samples: Int
  /// The part of the stalls' durations that falls to this stack by its share of their samples, in nanoseconds.
  package var time: Int
  /// The stalls in which it was the most frequent.
  package var count: StallCount

  package init(frames: [Int], samples: Int, time: Int, count: StallCount) {
    self.frames = frames
    self.samples = samples
    self.time = time
    self.count = count
  }
}
