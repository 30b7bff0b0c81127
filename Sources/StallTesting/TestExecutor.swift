/// Runs the tasks of one test and measures how long each keeps its thread.
///
/// What a test calls keeps one of the pool's threads at a time, which the pool's other threads make up for: heartbeats would not see it. Here every piece of
/// work is bracketed, so that it is measured exactly and belongs to its test for certain.
final class TestExecutor: TaskExecutor {
  private let watch: Watch
  private let ledger: StallLedger

  init(_ watch: Watch, for ledger: StallLedger) {
    self.watch = watch
    self.ledger = ledger
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    Workers.shared.run { [self] in
      watch.measure(for: ledger) { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
  }
}
