import Dispatch
import Glibc
import StallWatchdog

// The module map of glibc leaves this one out.
private let gettid = unsafeBitCast(dlsym(nil, "gettid"), to: (@convention(c) () -> Int32).self)

/// A thread that says who it is and then stalls, in a line that it reports when it is through.
final class StallingThread: Sendable {
  // The semaphores order the accesses: written before `announced` is signalled, read after it was waited for.
  private nonisolated(unsafe) var id: Int32 = 0
  private nonisolated(unsafe) var line = 0
  private let announced = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// Runs `body` on a thread of Dispatch; it calls `announce` right before it stalls and returns the line where.
  static func running(_ body: @escaping @Sendable (StallingThread) -> Int) -> StallingThread {
    let thread = StallingThread()
    DispatchQueue(label: "stalled").async { thread.end(body(thread)) }
    return thread
  }

  /// Runs `body` on the pool.
  static func runningTask(_ body: @escaping @Sendable (StallingThread) async -> Int) -> StallingThread {
    let thread = StallingThread()
    Task.detached { thread.end(await body(thread)) }
    return thread
  }

  func announce() {
    id = gettid()
    announced.signal()
  }

  private func end(_ line: Int) {
    self.line = line
    ended.signal()
  }

  /// The id of the thread, some milliseconds after it announced itself.
  func stalled() -> Int32 {
    announced.wait()
    usleep(20_000)
    return id
  }

  func stalledLine() -> Int {
    ended.wait()
    return line
  }

  static var current: Int32 { gettid() }
}
