internal import Dispatch
internal import StallWatchdog

/// A watchdog for all tests that run at a time and have the same threshold, or for the loops that one test names.
final class Watch: Sendable {
  private struct State {
    var ledgers: [ObjectIdentifier: StallLedger] = [:]
    /// Of the loops that are watched while there is a test.
    var loops: [Probe] = []
    /// Labels of loops that have answered a heartbeat since they are watched, and whether that is all of them.
    var answered: Set<String> = []
    var hasAnswers = false
    /// Probes for pieces of work of tests that measure none at the moment.
    var free: [Probe] = []
    /// Whose work a probe measures, by its label.
    var owners: [String: Owner] = [:]
    /// Probes that may have something to report, until their test has heard it.
    var kept: [ObjectIdentifier: [Probe]] = [:]
    var fences: [String: Fence] = [:]
    /// Called when the next fence is passed.
    var waiting: [@Sendable () -> Void] = []
    var isFencing = false
    var number = 0
  }

  private struct Owner {
    weak var ledger: StallLedger?
  }

  private struct Fence {
    let probe: Probe
    let passed: @Sendable () -> Void
  }

  /// No other of the process has it.
  let number = Watch.count.withLock { count in
    count += 1
    return count
  }
  let threshold: Duration
  private static let count = Locked(0)
  private let watchdog: StallWatchdog
  private let origin: StallLedger.Origin
  private let loops: @Sendable (StallWatchdog) -> [Probe]
  private let state = Locked(State())

  /// - Parameter origin: Of stalls of these loops.
  init(
    over threshold: Duration, _ origin: StallLedger.Origin, loops: @escaping @Sendable (StallWatchdog) -> [Probe]
  ) {
    self.origin = origin
    var configuration = StallWatchdog.Configuration()
    configuration.threshold = threshold
    configuration.stacks = .all
    configuration.watchesProbesOfC = false
    self.threshold = threshold
    self.loops = loops
    watchdog = StallWatchdog(configuration)
    watchdog.onEvent { [weak self] in self?.hear($0) }
    watchdog.start()
  }

  deinit {
    watchdog.stop()
  }

  // MARK: Tests

  func join(_ ledger: StallLedger) {
    let isFirst = state.withLock { state in
      state.ledgers[ObjectIdentifier(ledger)] = ledger
      return state.ledgers.count == 1
    }
    guard isFirst else { return }
    let probes = loops(watchdog)
    state.withLock { $0.loops += probes }
  }

  func leave(_ ledger: StallLedger) {
    let ended = state.withLock { state in
      let id = ObjectIdentifier(ledger)
      state.ledgers[id] = nil
      var ended = state.kept.removeValue(forKey: id) ?? []
      if state.ledgers.isEmpty {
        ended += state.loops
        state.loops = []
        state.answered = []
        state.hasAnswers = false
      }
      return ended
    }
    for probe in ended { probe.cancel() }
  }

  /// Whether every loop that answers heartbeats has answered one, without which its stalls are not seen.
  func hasAnswers() -> Bool {
    if state.withLock({ $0.hasAnswers }) { return true }
    let delays = watchdog.delays()
    return state.withLock { state in
      state.answered.formUnion(delays.lazy.filter { $0.count > 0 }.map(\.loop.label))
      state.hasAnswers = delays.allSatisfy { $0.loop.kind == .probe || state.answered.contains($0.loop.label) }
      return state.hasAnswers
    }
  }

  // MARK: Work of tests

  /// Runs one piece of work of a test and measures it.
  func measure<R>(for ledger: StallLedger, _ work: () -> R) -> R {
    let probe = takeProbe(for: ledger)
    ledger.workBegins(probe.loop.label)
    let measurement = Measurement()
    let result = probe.run(work)
    let duration = measurement.end(within: threshold)
    state.withLock { state in
      if duration == nil {
        state.free.append(probe)
      } else {
        state.kept[ObjectIdentifier(ledger), default: []].append(probe)
      }
    }
    // Last: the test may be over as soon as it knows this.
    ledger.workEnded(probe.loop.label, after: duration)
    return result
  }

  private func takeProbe(for ledger: StallLedger) -> Probe {
    let free = state.withLock { state in
      let probe = state.free.popLast()
      if let probe { state.owners[probe.loop.label] = Owner(ledger: ledger) }
      return probe
    }
    if let free { return free }
    let probe = watchdog.probe("StallTesting.work \(nextNumber())")
    state.withLock { $0.owners[probe.loop.label] = Owner(ledger: ledger) }
    return probe
  }

  private func nextNumber() -> Int {
    state.withLock { state in
      state.number += 1
      return state.number
    }
  }

  // MARK: Events

  private static let fence = "StallTesting.fence"

  /// Calls the function when everything that happened before has been reported, or after twenty seconds: to look up the first stack of a
  /// process takes reading its debug information.
  func fence(_ passed: @escaping @Sendable () -> Void) {
    let isFirst = state.withLock { state in
      state.waiting.append(passed)
      defer { state.isFencing = true }
      return !state.isFencing
    }
    if isFirst { passFence() }
  }

  /// One fence at a time: hundreds of tests may end together, and all who come meanwhile pass the next.
  private func passFence() {
    let passed = state.withLock { state in
      defer { state.waiting = [] }
      state.isFencing = !state.waiting.isEmpty
      return state.waiting
    }
    guard !passed.isEmpty else { return }
    // The watchdog looks at its probes one after another: what it says in its next round comes after all of this one.
    addFence {
      self.addFence {
        for passed in passed { passed() }
        self.passFence()
      }
    }
  }

  private func addFence(_ passed: @escaping @Sendable () -> Void) {
    let probe = watchdog.probe("\(Self.fence) \(nextNumber())", threshold: .nanoseconds(1))
    state.withLock { $0.fences[probe.loop.label] = Fence(probe: probe, passed: passed) }
    knock(at: probe.loop.label)
  }

  /// Stalls, by what it calls a stall, and again while nobody says so, each time after twice the time.
  private func knock(at label: String, waiting milliseconds: Int = 20) {
    guard let probe = state.withLock({ $0.fences[label]?.probe }) else { return }
    guard milliseconds <= 10_240 else { return open(label) }
    // A reading of the clock takes more than the nanosecond that is the threshold.
    probe.run { _ = SuspendingClock().now }
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in
      self?.knock(at: label, waiting: milliseconds * 2)
    }
  }

  private func open(_ label: String) {
    let fence = state.withLock { $0.fences.removeValue(forKey: label) }
    fence?.passed()
  }

  private func hear(_ event: StallEvent) {
    let label = event.loop?.label ?? ""
    if label.hasPrefix(Self.fence) { return open(label) }
    let (owner, ledgers) = state.withLock { ($0.owners[label], Array($0.ledgers.values)) }
    if let owner {
      owner.ledger?.take(event, from: number, .ownWork)
    } else {
      for ledger in ledgers { ledger.take(event, from: number, origin) }
    }
  }
}

extension StallEvent {
  fileprivate var loop: Loop? {
    switch self {
    case .began(let stall), .ended(let stall): stall.loop
    case .paused(let pause): pause.loop
    case .dropped: nil
    }
  }
}
