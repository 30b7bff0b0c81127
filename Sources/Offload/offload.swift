/// Runs a call that blocks on a thread of the ``OffloadPool/shared`` pool, and waits for it without blocking one.
///
/// ```swift
/// let text = try await offload { try String(contentsOfFile: path, encoding: .utf8) }
/// ```
///
/// All about order, cancellation and errors is told at ``OffloadPool/offload(priority:isolation:_:)``.
///
/// - Parameters:
///   - priority: Nil is the priority of the task.
///   - isolation: Where the caller runs; leave it out.
///   - body: Runs in no task.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws; `CancellationError` when the task is cancelled; ``OffloadError``.
public func offload<Value>(
  priority: TaskPriority? = nil, isolation: isolated (any Actor)? = #isolation,
  _ body: @escaping @Sendable () throws -> Value
) async throws -> sending Value {
  try await OffloadPool.shared.offload(priority: priority, isolation: isolation, body)
}
