import Foundation
import StallWatchdog

/// Monotonic nanoseconds, on the clock that the watchdog's times are on.
@inlinable
public func now() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// A moment of the wall clock on the monotonic one, as far apart as both are now.
public func monotonic(_ time: WallTime) -> Int {
  var wall = timespec()
  clock_gettime(CLOCK_REALTIME, &wall)
  return Int(time.nanosecondsSinceEpoch) - (wall.tv_sec * 1_000_000_000 + wall.tv_nsec) + now()
}

extension Duration {
  /// Whole nanoseconds.
  public var nanoseconds: Int {
    Int(components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000)
  }
}
