extension StallWatchdog {
  /// Watches an executor that runs one job after another.
  ///
  /// It is held weakly; when it has gone, so has its probe. A heartbeat is one job of high priority.
  @discardableResult
  public func watch(_ executor: any SerialExecutor, label: String, threshold: Duration? = nil) -> Probe {
    watch(Loop(label: label, kind: .executor), threshold: threshold) { [weak executor] heartbeat in
      guard let executor else { return heartbeat.end() }
      send(heartbeat, to: Guest(of: executor))
    }
  }

  /// Watches an executor that tasks may prefer.
  ///
  /// It is held weakly; when it has gone, so has its probe. A heartbeat is one job of high priority.
  @discardableResult
  public func watch(_ executor: any TaskExecutor, label: String, threshold: Duration? = nil) -> Probe {
    watch(Loop(label: label, kind: .executor), threshold: threshold) { [weak executor] heartbeat in
      guard let executor else { return heartbeat.end() }
      Task(executorPreference: executor, priority: .high) { heartbeat.answer() }
    }
  }

  /// Watches an executor that is both a serial one and one that tasks may prefer.
  @discardableResult
  public func watch(
    _ executor: any SerialExecutor & TaskExecutor, label: String, threshold: Duration? = nil
  ) -> Probe {
    watch(Loop(label: label, kind: .executor), threshold: threshold) { [weak executor] heartbeat in
      guard let executor else { return heartbeat.end() }
      Task(executorPreference: executor, priority: .high) { heartbeat.answer() }
    }
  }
}

/// An actor without state that runs on an executor, for the time of one job.
private actor Guest {
  private let executor: any SerialExecutor

  init(of executor: any SerialExecutor) {
    self.executor = executor
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }
}
