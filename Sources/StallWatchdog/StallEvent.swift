/// What a watchdog has to say.
public enum StallEvent: Sendable, Hashable {
  /// A loop has given no sign of life for its threshold, and still does not.
  case began(Stall)
  /// It gives signs of life again. A stall that ended before it was looked at has no ``began(_:)``.
  case ended(Stall)
  /// Time was lost in a way that is no stall.
  case paused(Pause)
  /// So many reports or stacks could not be kept since the last event of this kind, for the reader was too slow or
  /// there were too many.
  case dropped(count: Int)
}
