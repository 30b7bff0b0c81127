import Foundation
import Synchronization

/// One line on a terminal that counts the files, once a run has taken more than a second.
final class ProgressLine: Sendable {
  private struct State {
    var next: ContinuousClock.Instant
    var isShown = false
  }

  private let state = Mutex(State(next: .now + .seconds(1)))

  /// Called from any thread.
  func show(_ done: Int, of total: Int) {
    state.withLock { state in
      guard ContinuousClock.now >= state.next else { return }
      state.next = .now + .milliseconds(100)
      state.isShown = true
      Console.write("\r\u{1B}[Kread \(done) of \(total) files", to: STDERR_FILENO)
    }
  }

  func clear() {
    state.withLock { state in
      if state.isShown { Console.write("\r\u{1B}[K", to: STDERR_FILENO) }
      state.isShown = false
    }
  }
}
