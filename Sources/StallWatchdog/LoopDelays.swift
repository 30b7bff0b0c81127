/// How late one loop was over some time.
///
/// For a loop that is asked by heartbeats a value is the time from sending one to its answer: what anything else had
/// waited that was handed to the loop then. A delay that is longer than the time between two heartbeats also counts for
/// those that could not be sent meanwhile (coordinated omission is corrected). For a loop that tells of itself a value
/// is how long one piece of work took.
public struct LoopDelays: Sendable, Hashable {
  /// So many values lay above the bucket before and not above this one.
  public struct Bucket: Sendable, Hashable {
    /// The longest delay that is counted here.
    public var highest: Duration
    /// At least 1.
    public var count: Int

    /// Of so many delays, none is longer.
    public init(highest: Duration, count: Int) {
      self.highest = highest
      self.count = count
    }
  }

  /// Which loop was late.
  public var loop: Loop
  /// How many values there are.
  public var count: Int
  /// Zero where there is no value, like all that follow.
  public var mean: Duration
  /// Half of the values are no longer.
  public var p50: Duration
  /// One in ten is longer.
  public var p90: Duration
  /// One in a hundred is longer.
  public var p99: Duration
  /// One in a thousand is longer.
  public var p999: Duration
  /// None is longer, to two digits.
  public var max: Duration
  /// The share of the time in which the loop's thread used a CPU, from 0 to 1; nil where it has no thread of its own.
  public var busy: Double?
  /// The whole distribution, ascending, without empty buckets. A bucket is a microsecond wide, or less than 1 % of its
  /// value.
  public var buckets: [Bucket]

  /// Without any value, unless they are given.
  public init(
    loop: Loop, count: Int = 0, mean: Duration = .zero, p50: Duration = .zero, p90: Duration = .zero,
    p99: Duration = .zero, p999: Duration = .zero, max: Duration = .zero, busy: Double? = nil, buckets: [Bucket] = []
  ) {
    self.loop = loop
    self.count = count
    self.mean = mean
    self.p50 = p50
    self.p90 = p90
    self.p99 = p99
    self.p999 = p999
    self.max = max
    self.busy = busy
    self.buckets = buckets
  }
}
