internal import Synchronization

/// What a thread of the pool runs.
protocol Work: AnyObject, Sendable {
  var lane: Lane { get }
  /// Where it waits. Given and read under the lock of the schedule; 0 before.
  var ticket: Atomic<UInt64> { get }
  /// Whether it is part of something that has begun, which a shutdown lets finish.
  var hasBegun: Bool { get }

  /// Called on a thread of the pool.
  func run()
  /// Hands the result over, when the thread is free for the next one.
  func deliver()
  /// Called instead of the others, on any thread.
  func refuse(_ error: OffloadError)
}
