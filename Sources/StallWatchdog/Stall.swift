/// A gap between two signs of life of one loop that is longer than its threshold.
public struct Stall: Sendable, Hashable, Identifiable {
  /// Counts from 1 within one watchdog. The two events of a stall have the same.
  public var id: Int
  /// Which loop gave no sign of life.
  public var loop: Loop
  /// What a gap had to last to be called a stall.
  public var threshold: Duration
  /// When the work began that is in the way, as well as that is known: see ``uncertainty``.
  public var began: WallTime
  /// So far where the stall lasts, exact where it ended. Without the time in which the process did not run.
  public var duration: Duration
  /// The begin, and with it the duration, may be off by this much, for the loop gave no sign of life in that time.
  public var uncertainty: Duration
  /// What served the loop while it stalled: one thread, or those of a pool.
  public var threads: [StalledThread]

  /// Describes a stall, for tests of what handles it.
  public init(
    id: Int, loop: Loop, threshold: Duration, began: WallTime, duration: Duration, uncertainty: Duration = .zero,
    threads: [StalledThread] = []
  ) {
    self.id = id
    self.loop = loop
    self.threshold = threshold
    self.began = began
    self.duration = duration
    self.uncertainty = uncertainty
    self.threads = threads
  }

  /// The line of the program to look at first: that of the stack seen most often, nil without stacks.
  public var site: StackFrame? {
    let samples = threads.flatMap(\.samples)
    var best: (count: Int, site: StackFrame)?
    for sample in samples where sample.count > best?.count ?? 0 {
      if let site = sample.stack.site { best = (sample.count, site) }
    }
    return best?.site
  }
}
