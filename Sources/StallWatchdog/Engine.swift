internal import CStallProbe
internal import Dispatch
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The thread that looks after the probes, as C has it.
///
/// Used on one queue only, so that a probe can be added or cancelled from within the engine's own calls without waiting
/// for it.
final class Engine: Sendable {
  private struct State {
    var handle: OpaquePointer?
    var ears: Unmanaged<Ears>?
    var waiting: [WeakProbe] = []
    var stopped = false
    var problem: String?
  }

  private struct WeakProbe {
    weak var probe: Probe?
  }

  private let queue = DispatchQueue(label: "StallWatchdog.control")
  // Only blocks on the serial queue above touch it.
  nonisolated(unsafe) private var state = State()

  var problem: String? {
    queue.sync { state.problem }
  }

  func start(_ configuration: StallWatchdog.Configuration, ears: Ears) -> Bool {
    queue.sync { begin(configuration, ears: ears) }
  }

  /// Waits for the thread to end.
  func stop() {
    guard let (handle, ears) = queue.sync(execute: { end() }) else { return }
    stall_watchdog_stop(handle)
    ears?.release()
  }

  func add(_ probe: Probe) {
    queue.async { [self] in
      if let handle = state.handle {
        stall_watchdog_add(handle, probe.cell)
      } else if !state.stopped {
        state.waiting.removeAll { $0.probe == nil }
        state.waiting.append(WeakProbe(probe: probe))
      }
    }
  }

  func remove(_ probe: Probe) {
    queue.async { [self] in
      state.waiting.removeAll { $0.probe == nil || $0.probe === probe }
      if let handle = state.handle { stall_watchdog_remove(handle, probe.cell) }
    }
  }

  private func begin(_ configuration: StallWatchdog.Configuration, ears: Ears) -> Bool {
    guard state.handle == nil else { return true }
    guard !state.stopped else {
      state.problem = "the watchdog was stopped; make another"
      return false
    }
    let retained = Unmanaged.passRetained(ears)
    var options = stall_watchdog_options()
    options.reads_stacks = configuration.stacks != .off
    options.interrupts = configuration.stacks == .all
    options.adopts = configuration.watchesProbesOfC
    options.rest_ns = configuration.rest?.clampedNanoseconds ?? 0
    options.context = retained.toOpaque()
    options.report = { context, event in
      guard let context, let event else { return }
      // `end` releases the object only after the thread that calls this has ended.
      Unmanaged<Ears>.fromOpaque(context).takeUnretainedValue().hear(event.pointee)
    }
    options.delay = { context, probe, delay, interval in
      guard let context, let probe else { return }
      // As above.
      Unmanaged<Ears>.fromOpaque(context).takeUnretainedValue().hear(delay: delay, interval: interval, of: probe)
    }
    // The engine goes on without interrupting anybody where it cannot, and does not say so.
    let interrupts = configuration.stacks == .all
    let sampler = interrupts ? stall_sampler_install() : 0
    defer { if interrupts, sampler == 0 { stall_sampler_remove() } }
    guard let handle = stall_watchdog_start(&options) else {
      state.problem = "no thread for the watchdog: " + String(cString: strerror(errno))
      retained.release()
      return false
    }
    state.problem = sampler == 0 ? nil : "no stacks of busy threads: " + reason(sampler)
    state.handle = handle
    state.ears = retained
    for case let probe? in state.waiting.map(\.probe) { stall_watchdog_add(handle, probe.cell) }
    state.waiting = []
    return true
  }

  /// What is left to stop and to let go of; nobody else has it from here on.
  private func end() -> (handle: OpaquePointer, ears: Unmanaged<Ears>?)? {
    state.stopped = true
    state.waiting = []
    guard let handle = state.handle else { return nil }
    defer {
      state.handle = nil
      state.ears = nil
    }
    return (handle, state.ears)
  }
}

/// - Parameter error: Of `stall_sampler_install`.
private func reason(_ error: Int32) -> String {
  switch error {
  case EBUSY: "another handler of SIGPROF was put over the watchdog's"
  case ENOTSUP: "this system has no way to take them"
  default: String(cString: strerror(error))
  }
}
