/// Threads that may block, for the calls that would block a thread that must not.
///
/// ```swift
/// let pool = OffloadPool(threads: 8, waiting: 64)
/// let rows = try await pool.offload(priority: .high) { try database.rows(of: query) }
/// await pool.shutdown()
/// ```
///
/// It starts threads as jobs come, up to a limit, and ends those that had nothing to do for a while: one that is not
/// used has none. They are threads of the kernel, never of the pool that runs Swift's tasks. Every method may be called
/// on any thread. When nobody holds a pool, it takes up what it has and ends.
public final class OffloadPool: Sendable {
  /// The pool of the functions `offload` and `invoke`, with up to 64 threads.
  ///
  /// It cannot be shut down.
  // As many threads as Darwin lets block on a global dispatch queue.
  public static let shared = OffloadPool(threads: 64)

  let crew: Crew

  /// Starts no thread yet.
  ///
  /// - Parameters:
  ///   - threads: The most there may be at one time; at least 1. As many calls can block at the same time.
  ///   - waiting: The most jobs that wait in the pool for a thread. A caller beyond waits outside, until there is room.
  ///   - rest: How long a thread stays that has nothing to do; zero or more.
  ///   - name: What debuggers and `/proc` call the threads, with a number behind it. Linux keeps 15 bytes of both.
  public convenience init(threads: Int, waiting: Int = 1024, rest: Duration = .seconds(10), name: String = "offload") {
    // Address space, which costs memory only where it is touched. As much as a thread of Rust has.
    self.init(threads: threads, waiting: waiting, rest: rest, name: name, stackSize: 2 << 20)
  }

  init(threads: Int, waiting: Int, rest: Duration, name: String, stackSize: Int) {
    precondition(threads > 0, "a pool of \(threads) threads runs nothing")
    precondition(waiting >= 0, "\(waiting) jobs cannot wait")
    crew = Crew(threads: threads, waiting: waiting, rest: rest, name: name, stackSize: stackSize)
  }

  deinit {
    crew.close()
  }

  /// How many threads there are, jobs that wait in the pool, and callers who wait for room in it.
  var counts: (threads: Int, waiting: Int, beyond: Int) {
    crew.withSchedule { ($0.threads, $0.waiting, $0.beyond) }
  }

  /// Runs a call that blocks on a thread of the pool, and waits for it without blocking one.
  ///
  /// Of several jobs that wait, the one of the highest priority runs first, and of those the one that came first. Each
  /// lets only so many later ones pass; see <doc:Offload>.
  ///
  /// When the task is cancelled, it waits no longer: a job that has not begun never will, and one that runs goes on to
  /// its end, and what it returns or throws is dropped.
  ///
  /// - Parameters:
  ///   - priority: Nil is the priority of the task. It decides about the order and not how the system schedules the
  ///     thread.
  ///   - isolation: Where the caller runs; leave it out.
  ///   - body: Runs in no task: it sees no task-local values, and `Task.isCancelled` is false.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws; `CancellationError` when the task is cancelled; ``OffloadError``.
  public func offload<Value>(
    priority: TaskPriority? = nil, isolation: isolated (any Actor)? = #isolation,
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> sending Value {
    let call = Call(Lane(priority ?? Task.currentPriority), body)
    // ThreadSanitizer sees no order in a continuation that was resumed before the task waited, but it does in this load.
    defer { _ = call.isAwaited }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { caller in
        guard call.wait(caller) else { return }
        crew.add(call)
        // Who cancelled it before it was added could not remove it.
        if !call.isAwaited { crew.remove(call) }
      }
    } onCancel: {
      call.cancel { crew.remove(call) }
    }
  }

  /// Takes no more jobs, and waits until all that were taken have run and the threads have ended.
  ///
  /// What runs or waits in the pool is run, that is as many jobs as its limits allow, and so is every
  /// ``invoke(_:isolation:)`` that has begun. Callers who wait for room get ``OffloadError/shutDown``, as later ones do.
  /// Cancelling the task does not shorten the wait. May be called several times; to call it in a function that the pool
  /// itself runs waits forever. Does nothing to the ``shared`` pool.
  public func shutdown() async {
    if self === OffloadPool.shared { return }
    crew.close()
    await crew.ended()
  }
}
