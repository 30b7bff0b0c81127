import Model

/// How much time each loop lost in each stretch of the log, where the length of the log is not known beforehand.
///
/// The stretches double in length whenever a loop has too many of them, so the table stays small however long the log.
struct DensityTable {
  private static let binLimit = 512

  /// Microseconds.
  private var width = 1 << 20
  private var bins: [Int: [Int: Int]] = [:]

  mutating func add(_ duration: Int, to loop: Int, at time: Timestamp) {
    // An arithmetic shift would do for powers of two; the division says it, and rounds down below zero, too.
    let bin = time.microseconds.flooredQuotient(width)
    bins[loop, default: [:]][bin, default: 0].grow(by: duration)
    while bins[loop, default: [:]].count > Self.binLimit { widen() }
  }

  private mutating func widen() {
    width *= 2
    for (loop, old) in bins {
      var new: [Int: Int] = [:]
      for (bin, lost) in old { new[bin.flooredQuotient(2), default: 0].grow(by: lost) }
      bins[loop] = new
    }
  }

  func finished() -> StallDensity {
    StallDensity(
      width: width,
      bins: bins.flatMap { loop, bins in
        bins.map { StallDensity.Bin(loop: loop, begin: Timestamp(microseconds: $0.key * width), lost: $0.value) }
      })
  }
}

extension Int {
  fileprivate func flooredQuotient(_ divisor: Int) -> Int {
    self >= 0 ? self / divisor : (self - divisor + 1) / divisor
  }

  fileprivate mutating func grow(by other: Int) { self = plus(other) }
}
