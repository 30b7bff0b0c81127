extension StallWatchdog {
  /// Watches the threads that run Swift tasks: `pool.high`, `pool.medium`, `pool.low`, `pool.background`.
  ///
  /// On Linux tasks of each priority have a queue of their own with as many threads as there are CPUs, and one can be
  /// blocked while the others run.
  @discardableResult
  public func watchCooperativePool(threshold: Duration? = nil) -> [Probe] {
    PoolQueue.all.map { queue in
      watch(
        Loop(label: "pool." + queue.name, kind: .pool), threshold: threshold, every: nil, threads: queue.threads
      ) { heartbeat in
        Task.detached(priority: queue.priority) { heartbeat.answer() }
      }
    }
  }
}

/// The queue behind tasks of one priority.
private struct PoolQueue {
  let name: String
  let priority: TaskPriority
  /// What the kernel calls its threads; libdispatch names them after the queue and keeps the last 15 bytes.
  let threads: String

  static let all = [
    PoolQueue(name: "high", priority: .high, threads: "r-initiated-qos"),
    PoolQueue(name: "medium", priority: .medium, threads: "oot.default-qos"),
    PoolQueue(name: "low", priority: .low, threads: "oot.utility-qos"),
    PoolQueue(name: "background", priority: .background, threads: ".background-qos"),
  ]
}
