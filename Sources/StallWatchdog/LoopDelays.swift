/// How late one loop was over some time.
///
/// For a loop that is asked by heartbeats a value is the time from sending one to its answer: what anything else had waited that was handed to the loop then.
/// A delay that is longer than the time between two heartbeats also counts for those that could not be sent meanwhile (coordinated omission is corrected).
/// For a loop that tells of itself a value is how long one piece of work took.
public struct LoopDelays: Sendable, Hashable {
  /// So many values lay above the bucket before and not above this one.
  public struct Bucket: Sendable, Hashable {
    public var highest: Duration
    public var count: Int

    public init(highest: Duration, count: Int) {
      self.highest = highest
      self.count = count
    }
  }

  public var loop: Loop
  /// How many values there are.
  public var count: Int
  public var mean: Duration
  public var p50: Duration
  public var p90: Duration
  public var p99: Duration
  public var p999: Duration
  public var max: Duration
  /// The share of the time in which the loop's thread used a CPU, from 0 to 1; nil where it has no thread of its own.
  public var busy: Double?
  /// The whole distribution, ascending, without empty buckets. A bucket is a microsecond wide, or less than 1 % of its value.
  public var buckets: [Bucket]

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
