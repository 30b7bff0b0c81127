public import CStallProbe

/// Watches one loop.
///
/// A loop of one's own tells of itself: it calls ``enter()`` before a piece of work and ``leave()`` after it, or wraps
/// it in ``run(_:)``, or calls ``beat()`` between two. A loop that was given to a `watch` method is asked by heartbeats
/// and calls none of them. Every method may be called on any thread.
public final class Probe: Sendable {
  /// Under which label and kind it reports.
  public let loop: Loop
  /// What lasts longer is a stall.
  public let threshold: Duration

  // A C pointer has no concurrency of its own to check. This one never changes, the functions it is given to may be
  // called from any thread and ignore nil, and what it points to lives until `deinit`.
  @usableFromInline nonisolated(unsafe) let cell: OpaquePointer?
  private let forget: @Sendable () -> Void
  private let removal: @Sendable (Probe) -> Void

  /// - Parameters:
  ///   - number: Of its sender.
  ///   - forget: Called when the probe is cancelled, and when it ends.
  ///   - removal: Called when the probe is cancelled.
  init(
    _ loop: Loop, threshold: Duration, every interval: Duration?, threads: String?, number: UInt,
    forget: @escaping @Sendable () -> Void, removal: @escaping @Sendable (Probe) -> Void
  ) {
    self.loop = loop
    self.threshold = threshold
    self.forget = forget
    self.removal = removal
    cell = loop.label.withCString { label in
      withOptionalCString(threads) { threads in
        var options = stall_probe_options()
        options.label = label
        options.kind = loop.kind.engineKind
        options.threshold_ns = threshold.clampedNanoseconds
        options.interval_ns = interval?.clampedNanoseconds ?? 0
        options.threads = threads
        options.context = UnsafeMutableRawPointer(bitPattern: number)
        options.send = { context, _ in Senders.send(UInt(bitPattern: context)) }
        return stall_probe_make(&options)
      }
    }
  }

  deinit {
    forget()
    stall_probe_destroy(cell)
  }

  /// A piece of work begins.
  ///
  /// Two clock reads at most: no lock, no allocation. Entered already, it is a ``beat()``.
  @inlinable public func enter() {
    stall_probe_enter(cell)
  }

  /// The piece of work is over, and the loop waits for the next.
  ///
  /// Costs what ``enter()`` costs.
  @inlinable public func leave() {
    stall_probe_leave(cell)
  }

  /// One piece of work is over and the next begins at once.
  ///
  /// For loops that never wait or cannot tell; what such a loop waits counts as work. Costs what ``enter()`` costs.
  @inlinable public func beat() {
    stall_probe_beat(cell)
  }

  /// Runs one piece of work between ``enter()`` and ``leave()``.
  @inlinable public func run<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    enter()
    defer { leave() }
    return try body()
  }

  /// The loop is not watched any longer, and a stall it is in is not reported as ended.
  ///
  /// Returns at once; what was noticed before may still be reported. Of several calls the first counts.
  public func cancel() {
    forget()
    removal(self)
  }

  func answer() {
    stall_probe_answer(cell)
  }
}

private func withOptionalCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
  guard let text else { return body(nil) }
  return text.withCString(body)
}
