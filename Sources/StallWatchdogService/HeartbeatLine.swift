import NIOCore
import StallWatchdog
import Synchronization

/// Hands heartbeats to one event loop for as long as it takes any.
///
/// NIO complains on standard error, and may one day trap, when a loop that was shut down is given a task.
final class HeartbeatLine: Sendable {
  private struct State {
    var isClosed = false
    // Made at the first heartbeat and handed over again for every other: a probe's heartbeats are all equal.
    var task: (@Sendable () -> Void)?
  }

  private let loop: any EventLoop
  private let state = Mutex(State())

  init(to loop: any EventLoop) {
    self.loop = loop
  }

  /// Called on the watchdog's thread.
  func send(_ heartbeat: Heartbeat) {
    // The loop is given the task under the lock that closing takes, so that none is given to it afterwards.
    state.withLock { state in
      guard !state.isClosed else { return }
      let task = state.task ?? { heartbeat.answer() }
      state.task = task
      loop.execute(task)
    }
  }

  /// Calls `action` on the loop's thread when the loop shuts down.
  func whenClosed(_ action: @escaping @Sendable () -> Void) {
    // A loop that ends fails what is scheduled on it. No loop runs for a century.
    loop.scheduleTask(in: .hours(24 * 365 * 100)) {}.futureResult.whenFailure { [weak self] _ in
      self?.state.withLock { $0 = State(isClosed: true, task: nil) }
      action()
    }
  }
}
