internal import CStallProbe

/// What the engine calls, on its own thread.
final class Ears: Sendable {
  let reporter: Reporter
  let recorder: DelayRecorder
  /// A watchdog that was started and is not stopped lives, whether or not the program holds it.
  private let watchdog: StallWatchdog

  init(of watchdog: StallWatchdog) {
    self.watchdog = watchdog
    reporter = watchdog.reporter
    recorder = watchdog.recorder
  }

  func hear(_ event: borrowing stall_event) {
    if let event = EngineEvent(event) { reporter.take(event) }
  }

  func hear(delay: UInt64, interval: UInt64, of cell: OpaquePointer) {
    guard let label = stall_probe_label(cell) else { return }
    recorder.record(delay, interval: interval, of: String(cString: label))
  }
}
