/// What a set of stall logs tells; all that a stall report renders.
package struct StallSummary: Sendable {
  package var log = StallLogCoverage()
  package var loops: [WatchedLoop] = []
  package var frames: [StallFrame] = []
  /// The most costly first.
  package var sites: [StallSite] = []
  package var pauses: [StallPause] = []
  /// By begin; where there are too many to draw, the longest of them.
  package var moments: [StallMoment] = []
  /// Stalls and pauses, also those that are not among the moments.
  package var momentCount = 0
  package var density = StallDensity()
  /// Whether findings were asked which stalls they predict.
  package var isJoined = false

  package init() {}

  package var count: StallCount { sites.reduce(into: StallCount()) { $0.add($1.count) } }

  /// The function, or what the site is known by instead.
  package func name(of site: StallSite) -> String {
    if let frame = site.frame { return frames[frame].name }
    return switch site.identity {
    case .doing(let what): what
    case .loop(let label): "loop \(label)"
    case .line(_, let file, let line): "\(file):\(line)"
    case .function(let function, _), .symbol(let function, _): function
    }
  }

  /// Where the site stands, as far as the log tells.
  package func place(of site: StallSite) -> Place? { site.frame.flatMap { frames[$0].place } }

  /// For each frame the first one that looks the same: addresses and columns tell calls apart that a reader need not.
  package var lookalikes: [Int] {
    var first: [StallFrame: Int] = [:]
    return frames.indices.map { index in
      var look = frames[index]
      if look.function != nil { look.address = nil }
      look.column = nil
      let known = first[look] ?? index
      first[look] = known
      return known
    }
  }

  /// The label of a loop, with its program's name where there are several programs.
  package func label(ofLoop index: Int) -> String {
    let loop = loops[index]
    return log.processes.count > 1 && !loop.process.isEmpty ? "\(loop.process): \(loop.label)" : loop.label
  }
}

/// What was read, and what of it could be used.
package struct StallLogCoverage: Hashable, Sendable {
  package struct Process: Hashable, Sendable {
    package var name: String
    package var runs = 0
    /// Runs whose watchdog was stopped in order.
    package var stops = 0

    package init(name: String) {
      self.name = name
    }
  }

  package struct Dropped: Hashable, Sendable {
    package var what: String
    package var count: Int

    package init(what: String, count: Int) {
      self.what = what
      self.count = count
    }
  }

  package var files = 0
  package var lines = 0
  package var damagedLines = 0
  /// Lines of types that this version does not know.
  package var unknownLines = 0
  package var first: Timestamp?
  package var last: Timestamp?
  package var processes: [Process] = []
  package var dropped: [Dropped] = []

  package init() {}
}

/// Time that was lost and is no stall.
package struct StallPause: Hashable, Sendable {
  /// stopped, suspended, starved.
  package var kind: String
  /// An index of `StallSummary.loops`; nil where all loops are concerned.
  package var loop: Int?
  package var count = 0
  package var total = 0
  package var max = 0

  package init(kind: String, loop: Int?) {
    self.kind = kind
    self.loop = loop
  }
}

/// A stall or pause on the time line.
package struct StallMoment: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    /// An index of `StallSummary.sites`.
    case stall(site: Int)
    /// An index of `StallSummary.pauses`.
    case pause(Int)
  }

  package var subject: Subject
  /// An index of `StallSummary.loops`; nil where all loops are concerned.
  package var loop: Int?
  package var begin: Timestamp
  package var duration: Int
  package var isEnded: Bool

  package init(subject: Subject, loop: Int?, begin: Timestamp, duration: Int, isEnded: Bool) {
    self.subject = subject
    self.loop = loop
    self.begin = begin
    self.duration = duration
    self.isEnded = isEnded
  }
}

/// How much time the loops lost in each stretch of the log.
package struct StallDensity: Hashable, Sendable {
  package struct Bin: Hashable, Sendable {
    /// An index of `StallSummary.loops`.
    package var loop: Int
    package var begin: Timestamp
    /// The durations of the stalls that began there, in nanoseconds.
    package var lost: Int

    package init(loop: Int, begin: Timestamp, lost: Int) {
      self.loop = loop
      self.begin = begin
      self.lost = lost
    }
  }

  /// The length of a stretch in microseconds.
  package var width: Int
  /// By loop and begin; stretches without a stall are left out.
  package var bins: [Bin]

  package init(width: Int = 1, bins: [Bin] = []) {
    self.width = width
    self.bins = bins
  }
}
