internal import Synchronization

/// One blocking call, and the caller who waits for it.
final class Call<Value>: Work {
  private enum Phase: UInt8, AtomicRepresentable {
    /// Nobody waits yet.
    case new
    case waiting
    /// The caller was resumed, or is about to be by whoever came here first.
    case settled
  }

  let lane: Lane
  let ticket = Atomic<UInt64>(0)
  let hasBegun = false
  private let body: @Sendable () throws -> Value
  private let phase = Atomic(Phase.new)
  // Written before the phase is `waiting`, and read by the one who makes it `settled` after that, once.
  private nonisolated(unsafe) var caller: CheckedContinuation<Value, any Error>?
  // Only the thread that runs the call knows it, and gives it away when it has settled the call.
  private nonisolated(unsafe) var result: Result<Value, any Error>?

  init(_ lane: Lane, _ body: @escaping @Sendable () throws -> Value) {
    self.lane = lane
    self.body = body
  }

  /// False where nobody waits any longer.
  var isAwaited: Bool {
    phase.load(ordering: .acquiring) == .waiting
  }

  /// False where it was cancelled before; the caller knows by then.
  func wait(_ caller: CheckedContinuation<Value, any Error>) -> Bool {
    self.caller = caller
    let (began, _) = phase.compareExchange(expected: .new, desired: .waiting, ordering: .acquiringAndReleasing)
    if !began { caller.resume(throwing: CancellationError()) }
    return began
  }

  /// - Parameter leave: Takes the call out of the line, before the caller goes on.
  func cancel(_ leave: () -> Void) {
    let caller = settled()
    leave()
    caller?.resume(throwing: CancellationError())
  }

  func refuse(_ error: OffloadError) {
    settled()?.resume(throwing: error)
  }

  func run() {
    guard isAwaited else { return }
    do { result = .success(try body()) } catch { result = .failure(error) }
    // What ends with the value may take long, too, and the thread is not free before.
    if !isAwaited { result = nil }
  }

  func deliver() {
    guard let result else { return }
    self.result = nil
    settled()?.resume(with: result)
  }

  /// The caller, for the first who asks while it waits.
  private func settled() -> CheckedContinuation<Value, any Error>? {
    phase.exchange(.settled, ordering: .acquiringAndReleasing) == .waiting ? caller : nil
  }
}
