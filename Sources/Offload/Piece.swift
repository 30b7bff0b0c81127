internal import Synchronization

/// What a task does between two waits.
final class Piece: Work {
  let lane: Lane
  let ticket = Atomic<UInt64>(0)
  let hasBegun = true
  private let job: UnownedJob
  private let crew: Crew

  init(_ job: UnownedJob, priority: TaskPriority, crew: Crew) {
    lane = Lane(priority)
    self.job = job
    self.crew = crew
  }

  func run() {
    job.runSynchronously(on: crew.asUnownedTaskExecutor())
  }

  func deliver() {}

  /// A task that has begun cannot be refused: it goes on where it would without a pool.
  func refuse(_ error: OffloadError) {
    globalConcurrentExecutor.enqueue(job)
  }
}

/// Runs tasks that prefer it, and calls what they call, on threads that may block.
extension Crew: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    let priority = TaskPriority(job.priority) ?? .medium
    add(Piece(UnownedJob(job), priority: priority, crew: self))
  }
}
