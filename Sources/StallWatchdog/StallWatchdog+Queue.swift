public import Dispatch

extension StallWatchdog {
  /// Watches a dispatch queue, under its own label.
  ///
  /// It is held weakly; when it has gone, so has its probe. A heartbeat is one block. Of a concurrent queue it says how
  /// long a block waits for a thread. A queue that does not run yet, such as the main queue before `dispatchMain()`, is
  /// not watched before it does.
  @discardableResult
  public func watch(_ queue: DispatchQueue, threshold: Duration? = nil) -> Probe {
    watch(Loop(label: queue.label, kind: .queue), threshold: threshold) { [weak queue] heartbeat in
      guard let queue else { return heartbeat.end() }
      queue.async { heartbeat.answer() }
    }
  }
}
