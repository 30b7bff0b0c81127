import Foundation
import Loops
import Synchronization

/// Holds up whoever comes to it for a given time: by a flag, a mutex or a pipe that another thread opens.
final class Gate: Sendable {
  let cause: Cause
  let duration: Int
  let isOpen = Atomic(false)
  let descriptors: (read: Int32, write: Int32)
  // A mutex is thread-safe. It is initialized before any other thread has it, and freed when none has it any longer.
  nonisolated(unsafe) let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let entered = DispatchSemaphore(value: 0)

  init(_ cause: Cause, duration: Int) {
    self.cause = cause
    self.duration = duration
    pthread_mutex_init(mutex, nil)
    var ends: [Int32] = [-1, -1]
    if cause == .file { pipe(&ends) }
    descriptors = (ends[0], ends[1])
    guard cause != .sleep else { return }
    let closed = DispatchSemaphore(value: 0)
    startThread(named: "gate") { [self] in
      pthread_mutex_lock(mutex)
      closed.signal()
      entered.wait()
      usleep(UInt32(duration / 1000))
      open()
    }
    closed.wait()
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
    if descriptors.read >= 0 {
      close(descriptors.read)
      close(descriptors.write)
    }
  }

  /// Says that somebody stands at the gate, and when.
  func enter() -> Int {
    entered.signal()
    return now()
  }

  private func open() {
    isOpen.store(true, ordering: .releasing)
    pthread_mutex_unlock(mutex)
    if descriptors.write >= 0 {
      var byte: UInt8 = 0
      write(descriptors.write, &byte, 1)
    }
  }
}
