/// Runs functions side by side on the ``OffloadPool/shared`` pool, and waits for all of them.
///
/// ```swift
/// let (user, orders) = try await invoke({ try readUser(id) }, { try await fetchOrders(of: id) })
/// ```
///
/// All about threads, cancellation and errors is told at ``OffloadPool/invoke(_:isolation:)``.
///
/// - Parameters:
///   - function: Each may throw or not, and be synchronous or async.
///   - isolation: Where the caller runs; leave it out.
/// - Returns: What they return, in their order and with their types.
/// - Throws: The first error that one of them throws; `CancellationError` when the task is cancelled;
///   ``OffloadError``.
public func invoke<each Value: Sendable>(
  _ function: repeat @escaping @Sendable () async throws -> each Value,
  isolation: isolated (any Actor)? = #isolation
) async throws -> (repeat each Value) {
  try await OffloadPool.shared.invoke(repeat each function, isolation: isolation)
}

extension OffloadPool {
  /// Runs functions side by side on the pool, and waits for all of them.
  ///
  /// A synchronous one has a thread of the pool until it returns, so it may block. An async one has a thread between
  /// its waits, and none while it waits; it is a child task, sees task-local values and inherits the priority. One that
  /// belongs to an actor with an executor of its own, such as the main actor, runs there.
  ///
  /// The first that throws cancels the others, as cancelling the caller's task does: what has not begun never does, an
  /// async function sees it as any task does, and one that blocks runs to its end. All have ended when this returns. To
  /// leave a call behind that blocks, hand over `{ try await pool.offload { … } }`.
  ///
  /// They wait for a thread as other jobs do, in the order of priority, and side by side run as many as there are
  /// threads: functions that wait for one another by blocking need one each.
  ///
  /// - Parameters:
  ///   - function: Each may throw or not, and be synchronous or async.
  ///   - isolation: Where the caller runs; leave it out.
  /// - Returns: What they return, in their order and with their types.
  /// - Throws: The first error that one of them throws; `CancellationError` when the task is cancelled;
  ///   ``OffloadError/shutDown``.
  public func invoke<each Value: Sendable>(
    _ function: repeat @escaping @Sendable () async throws -> each Value,
    isolation: isolated (any Actor)? = #isolation
  ) async throws -> (repeat each Value) {
    try crew.enter()
    defer { crew.leave() }
    let slot = (repeat Slot((each Value).self))
    try await withThrowingTaskGroup(of: Void.self) { group in
      repeat add(each function, to: &group, each slot)
      // `waitForAll` would wait for the others before it throws, and not cancel them.
      for try await _ in group {}
    }
    return (repeat (each slot).take())
  }

  private func add<Value: Sendable>(
    _ function: @escaping @Sendable () async throws -> Value,
    to group: inout ThrowingTaskGroup<Void, any Error>, _ slot: Slot<Value>
  ) {
    // A function that does not wait is async to the compiler, too. It blocks where its task runs, which is here.
    group.addTask(executorPreference: crew) {
      try Task.checkCancellation()
      slot.put(try await function())
    }
  }
}
