#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import CStallProbe

/// Takes stacks of threads that are stalled. Installs the signal handler while it lives.
package struct StackSampler: ~Copyable {
  package enum Failure: Error, Hashable {
    /// This system has no way to sample a thread.
    case unsupported
    /// Another handler for SIGPROF was put over ours.
    case handlerReplaced
    /// The thread ended.
    case noThread
    /// The thread did not run in time, or has the signal blocked.
    case noAnswer
    /// Too many samples at once.
    case busy
    case system(errno: Int32)
  }

  package init() throws(Failure) {
    if let failure = Failure(errno: stall_sampler_install()) { throw failure }
  }

  deinit { stall_sampler_remove() }

  /// Interrupts the thread for some tens of microseconds, and the system call that it is in; waits for its answer.
  ///
  /// - Parameter thread: The kernel's id of another thread of this process.
  package func sample(thread: Int32, timeout: Duration) throws(Failure) -> CapturedStack {
    var sample = stall_sample()
    let (seconds, attoseconds) = timeout.components
    let nanoseconds = UInt64(max(seconds, 0)) * 1_000_000_000 + UInt64(max(attoseconds, 0) / 1_000_000_000)
    if let failure = Failure(errno: stall_sample_take(thread, &sample, nanoseconds)) { throw failure }
    return CapturedStack(sample)
  }
}

extension StackSampler.Failure {
  fileprivate init?(errno: Int32) {
    switch errno {
    case 0: return nil
    case ENOTSUP: self = .unsupported
    case EBUSY: self = .handlerReplaced
    case ESRCH: self = .noThread
    case ETIMEDOUT: self = .noAnswer
    case EAGAIN: self = .busy
    default: self = .system(errno: errno)
    }
  }
}
