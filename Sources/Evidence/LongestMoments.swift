import Model

/// The longest of many stalls or pauses, as many as can be drawn.
struct LongestMoments {
  private let limit: Int
  private var moments: [StallMoment] = []
  /// Also those that were dropped.
  private(set) var count = 0

  init(limit: Int) {
    self.limit = limit
  }

  mutating func add(_ moment: StallMoment) {
    count += 1
    moments.append(moment)
    // At twice as many, so that the sorting costs little for each.
    if moments.count >= 2 * limit { moments = longest }
  }

  var longest: [StallMoment] {
    guard moments.count > limit else { return moments }
    return Array(moments.sorted { ($1.duration, $0.begin) < ($0.duration, $1.begin) }.prefix(limit))
  }
}
