import Model

/// The loops seen so far, and the sums of their delays.
struct LoopTable {
  private struct Key: Hashable {
    var process: String
    var label: String
  }

  private struct Sum {
    var buckets: [Int: Int] = [:]
    var count = 0
    var max = 0
    /// Of the means, each weighted with its count.
    var total = 0.0
    var busy = 0.0
    var busyWeight = 0.0

    mutating func add(_ delays: LogLine.Delays, weight: Double) {
      count = count.plus(delays.count)
      max = Swift.max(max, delays.max)
      total += Double(delays.mean) * Double(delays.count)
      if let busy = delays.busy, (0...1).contains(busy) {
        self.busy += busy * weight
        busyWeight += weight
      }
      for bucket in delays.buckets where bucket.count > 0 {
        buckets[LoopTable.rounded(bucket.limit), default: 0].add(bucket.count)
      }
    }
  }

  var loops: [WatchedLoop] = []
  private var indices: [Key: Int] = [:]
  private var sums: [Int: Sum] = [:]

  /// A loop keeps its place over all runs of its program.
  mutating func index(of label: String, kind: String?, process: String) -> Int {
    let key = Key(process: process, label: label)
    let index = indices[key] ?? loops.count
    if index == loops.count {
      loops.append(WatchedLoop(label: label, kind: "", process: process))
      indices[key] = index
    }
    // A pause names no kind; the next line does.
    if let kind, loops[index].kind.isEmpty { loops[index].kind = kind }
    return index
  }

  mutating func add(_ delays: LogLine.Delays, to loop: Int, weight: Int) {
    sums[loop, default: Sum()].add(delays, weight: Double(weight))
  }

  func finished() -> [WatchedLoop] {
    loops.indices.map { index in
      var loop = loops[index]
      guard let sum = sums[index] else { return loop }
      let mean = sum.count > 0 ? Int(exactly: (sum.total / Double(sum.count)).rounded()) ?? .max : 0
      loop.delays = LoopDelays(
        buckets: sum.buckets.sorted { $0.key < $1.key }.map { LoopDelays.Bucket(limit: $0.key, count: $0.value) },
        count: sum.count, mean: mean, max: sum.max, busy: sum.busyWeight > 0 ? sum.busy / sum.busyWeight : nil)
      return loop
    }
  }

  /// To the end of a bucket of eleven significant bits, which is where a histogram of three decimal digits has its own:
  /// such values stay as they are, and others cannot make the table grow without end.
  fileprivate static func rounded(_ limit: Int) -> Int {
    let width = Int.bitWidth - limit.leadingZeroBitCount
    return width <= 11 ? limit : limit | ((1 << (width - 11)) - 1)
  }
}

extension Int {
  fileprivate mutating func add(_ other: Int) { self = plus(other) }
}
