internal import StallWatchdog

/// The stalls that happened while one test ran.
final class StallLedger: Sendable {
  struct Key: Sendable, Hashable {
    let watch: Int
    let stall: Int
  }

  /// What stalled.
  enum Origin: Sendable, Hashable {
    /// A piece of the test's own work, measured.
    case ownWork
    /// A loop that the test named.
    case ownLoop
    /// A loop that every test uses.
    case sharedLoop
  }

  struct Entry: Sendable {
    var key: Key
    var stall: Stall
    var origin: Origin
    /// It lasted longer than the test.
    var lasts = false
  }

  private struct State {
    var lasting: [Key: Entry] = [:]
    var ended: [Entry] = []
    /// Labels of the probes that measure at the moment.
    var working: Set<String> = []
    /// How long pieces of the test's own work kept their thread, by the label of the probe.
    var measured: [String: Duration] = [:]
  }

  private let state = Locked(State())

  func take(_ event: StallEvent, from watch: Int, _ origin: Origin) {
    state.withLock { state in
      switch event {
      case .began(let stall):
        let key = Key(watch: watch, stall: stall.id)
        state.lasting[key] = Entry(key: key, stall: stall, origin: origin, lasts: true)
      case .ended(let stall):
        let key = Key(watch: watch, stall: stall.id)
        state.lasting[key] = nil
        state.ended.append(Entry(key: key, stall: stall, origin: origin))
      case .paused, .dropped:
        break
      }
    }
  }

  var isAnythingLasting: Bool {
    state.withLock { !$0.lasting.isEmpty }
  }

  // MARK: Work of the test's own

  func workBegins(_ probe: String) {
    state.withLock { _ = $0.working.insert(probe) }
  }

  /// - Parameter duration: Without the time in which the thread was ready and had no CPU; nil for work that need not be told.
  func workEnded(_ probe: String, after duration: Duration?) {
    state.withLock { state in
      state.working.remove(probe)
      if let duration { state.measured[probe] = duration }
    }
  }

  /// A task goes on elsewhere before the work that it did has returned and been measured.
  var isAnyWorkUnderWay: Bool {
    state.withLock { !$0.working.isEmpty }
  }

  /// All of them in the order in which they began; those that last with the duration so far.
  func entries(at now: WallTime) -> [Entry] {
    let state = state.withLock { $0 }
    let entries = (Array(state.lasting.values) + state.ended).compactMap { entry in
      let label = entry.stall.loop.label
      if entry.origin == .ownWork, !state.working.contains(label) {
        return entry.corrected(to: state.measured[label] ?? .zero)
      }
      return entry.prolonged(to: now)
    }
    return entries.sorted { ($0.stall.began, $0.stall.id) < ($1.stall.began, $1.stall.id) }
  }
}

extension StallLedger.Entry {
  /// The measured time tells work from waiting for a CPU in the end, which a watchdog cannot while it lasts.
  fileprivate func corrected(to duration: Duration) -> Self? {
    guard duration >= stall.threshold else { return nil }
    var entry = self
    entry.stall.duration = duration
    entry.lasts = false
    return entry
  }

  fileprivate func prolonged(to now: WallTime) -> Self {
    guard lasts else { return self }
    var entry = self
    let soFar = now.nanosecondsSinceEpoch - stall.began.nanosecondsSinceEpoch
    entry.stall.duration = max(stall.duration, .nanoseconds(soFar))
    return entry
  }
}
