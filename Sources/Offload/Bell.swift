#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What wakes one idle thread.
///
/// Each thread has its own, so that the one that rested least is woken, and those that are too many rest long enough to
/// end. A condition that all share wakes them in turn.
///
/// Unchecked, for whoever touches `isRung` holds the lock.
final class Bell: @unchecked Sendable {
  // Neither may move.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var isRung = false

  init() {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    condition = .allocate(capacity: 1)
    condition.initialize(to: pthread_cond_t())
    #if canImport(Darwin)
      pthread_cond_init(condition, nil)
    #else
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      // A clock that nobody sets.
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(condition, &attributes)
      pthread_condattr_destroy(&attributes)
    #endif
  }

  deinit {
    pthread_cond_destroy(condition)
    condition.deinitialize(count: 1)
    condition.deallocate()
    pthread_mutex_destroy(mutex)
    mutex.deinitialize(count: 1)
    mutex.deallocate()
  }

  func ring() {
    pthread_mutex_lock(mutex)
    isRung = true
    pthread_mutex_unlock(mutex)
    // Signalled before, the thread would wake up only to wait for the lock.
    pthread_cond_signal(condition)
  }

  /// Blocks until the bell is rung. One thread waits at a time.
  func wait() {
    while !wait(atMost: .seconds(3600)) {}
  }

  /// - Returns: False where it was not rung in time.
  func wait(atMost limit: Duration) -> Bool {
    pthread_mutex_lock(mutex)
    defer {
      isRung = false
      pthread_mutex_unlock(mutex)
    }
    var end = time(after: limit)
    while !isRung {
      #if canImport(Darwin)
        let error = pthread_cond_timedwait_relative_np(condition, mutex, &end)
      #else
        let error = pthread_cond_timedwait(condition, mutex, &end)
      #endif
      guard error == 0 else { break }
    }
    return isRung
  }
}

/// What the condition takes for the end of a wait.
private func time(after limit: Duration) -> timespec {
  // A year is as long as any, and does not overflow.
  let (seconds, attoseconds) = min(limit, .seconds(31_536_000)).components
  var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
  #if !canImport(Darwin)
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    time.tv_sec += now.tv_sec
    time.tv_nsec += now.tv_nsec
    if time.tv_nsec >= 1_000_000_000 {
      time.tv_sec += 1
      time.tv_nsec -= 1_000_000_000
    }
  #endif
  return time
}
