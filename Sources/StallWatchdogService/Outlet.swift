import Dispatch
import StallWatchdog
import Synchronization

/// A queue of its own that does what it is handed, in order, and refuses what it cannot keep up with.
///
/// A disk or a log that hangs holds up this queue, never the watchdog and never a watched thread.
final class Outlet: Sendable {
  private let queue: DispatchQueue
  private let capacity: Int
  private let waiting = Atomic(0)

  init(label: String, capacity: Int = 1024) {
    queue = DispatchQueue(label: label)
    self.capacity = capacity
  }

  /// False where too much waits already; the work is dropped then.
  func hand(_ work: @escaping @Sendable () -> Void) -> Bool {
    guard waiting.wrappingAdd(1, ordering: .relaxed).newValue <= capacity else {
      waiting.wrappingSubtract(1, ordering: .relaxed)
      return false
    }
    queue.async { [self] in
      work()
      waiting.wrappingSubtract(1, ordering: .relaxed)
    }
    return true
  }

  func hand(after delay: Duration, _ work: @escaping @Sendable () -> Void) {
    queue.asyncAfter(deadline: .now() + .nanoseconds(Int(clamping: delay.clampedNanoseconds)), execute: work)
  }

  /// Waits until all that was handed before is done, but not for long.
  func drain(within limit: Duration) {
    let done = DispatchGroup()
    queue.async(group: done) {}
    _ = done.wait(timeout: .now() + .nanoseconds(Int(clamping: limit.clampedNanoseconds)))
  }
}
