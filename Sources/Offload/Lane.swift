/// Jobs of about the same priority, which run in the order in which they came.
enum Lane: Int, CaseIterable {
  case high, medium, low, background

  /// Priorities between two named ones belong to the lower.
  init(_ priority: TaskPriority) {
    switch priority {
    case TaskPriority.high...: self = .high
    case TaskPriority.medium...: self = .medium
    case TaskPriority.low...: self = .low
    default: self = .background
    }
  }

  /// How many places a job stands further back than it came.
  ///
  /// This is how many later jobs may pass it, so that none waits forever, however many urgent ones there are. A
  /// hundred is more than a burst that waits together, and each step down is worth ten times as much.
  var handicap: UInt64 {
    switch self {
    case .high: 0
    case .medium: 100
    case .low: 1_000
    case .background: 10_000
    }
  }
}
