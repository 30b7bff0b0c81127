/// A question to a loop whether it is alive.
///
/// A watchdog has one out for each loop at a time. One that is never answered, for its loop has gone, is forgotten with
/// its probe.
public struct Heartbeat: Sendable {
  private let probe: Probe

  init(of probe: Probe) {
    self.probe = probe
  }

  /// Tells that the loop is alive. Call it on the loop, once, as the whole of a piece of work.
  ///
  /// One clock read and the id of the thread: no lock, no allocation. Harmless after the probe was cancelled
  /// or the watchdog stopped.
  public func answer() {
    probe.answer()
  }

  /// The loop has gone: it is not asked again.
  func end() {
    probe.cancel()
  }
}
