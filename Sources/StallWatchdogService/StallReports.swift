import StallWatchdog
import Synchronization

/// Hands on what a watchdog says to the log, the metrics and the stall log.
///
/// What is handed over is done on queues of its own; only ``finish(with:)`` waits.
final class StallReports: Sendable {
  fileprivate struct State {
    var notices: StallNotices
    var metrics: StallMetrics?
    /// When the next tick comes; nil while nothing waits for one.
    var tick: Duration?
  }

  /// How long the end of a run waits for a disk or a log.
  private static let patience = Duration.seconds(2)

  private let outlet = Outlet(label: "StallWatchdogService.reports")
  private let refused = Atomic(0)
  private let log: StallLogging?
  private let file: StallLogFile?
  private let state: Mutex<State>
  private let isFinished = Atomic(false)
  private let origin = ContinuousClock.now

  init(log: StallLogging?, metrics: StallMetrics?, file: StallLogFile?, notices: StallNotices = StallNotices()) {
    self.log = log
    self.file = file
    state = Mutex(State(notices: notices, metrics: metrics))
  }

  func receive(_ event: StallEvent) {
    if let line = StallLine(event, now: .now) { file?.write(line) }
    let isTaken = outlet.hand { [self] in
      countLosses()
      note { $0.receive(event, at: $1) }
      state.withLock { $0.metrics?.receive(event) }
    }
    if !isTaken { refused.wrappingAdd(1, ordering: .relaxed) }
  }

  func receive(_ delays: [LoopDelays]) {
    let now = WallTime.now
    for delays in delays where delays.count > 0 { file?.write(.delays(delays, at: now)) }
    _ = outlet.hand { [self] in
      countLosses()
      state.withLock { state in
        for delays in delays { state.metrics?.receive(delays) }
      }
    }
  }

  /// Hands on what `delays` returns, again and again, until the run is finished.
  func receive(every interval: Duration, _ delays: @escaping @Sendable () -> [LoopDelays]) {
    outlet.hand(after: interval) { [self] in
      guard !isFinished.load(ordering: .relaxed) else { return }
      receive(delays())
      receive(every: interval, delays)
    }
  }

  /// Tells what was kept back, and waits, but not for long, until all is written.
  func finish(with delays: [LoopDelays]) {
    isFinished.store(true, ordering: .relaxed)
    receive(delays)
    file?.write(.stop(at: .now))
    _ = outlet.hand { [self] in
      countLosses()
      note { $0.flush(at: $1) }
    }
    outlet.drain(within: Self.patience)
    file?.drain(within: Self.patience)
  }

  // MARK: On the outlet's queue

  private func countLosses() {
    let lines = file?.takeLost() ?? 0
    if lines > 0 { state.withLock { $0.metrics?.drop(.lines, lines) } }
    let events = refused.exchange(0, ordering: .relaxed)
    guard events > 0 else { return }
    note { $0.receive(.dropped(count: events), at: $1) }
    state.withLock { $0.metrics?.drop(.stalls, events) }
  }

  private func note(_ change: (inout StallNotices, Duration) -> [StallNotices.Notice]) {
    guard let log else { return }
    let now = ContinuousClock.now - origin
    let (notices, tick) = state.withLock { state in
      (change(&state.notices, now), state.takeTick())
    }
    for notice in notices { log.log(notice) }
    if let tick { startTimer(until: tick, at: now) }
  }

  /// A timer runs only while something waits for it: a process without stalls is left asleep.
  private func startTimer(until tick: Duration, at now: Duration) {
    outlet.hand(after: tick - now) { [weak self] in
      guard let self, state.withLock({ $0.endTick(tick) }) else { return }
      note { $0.tick(at: $1) }
    }
  }
}

extension StallReports.State {
  /// The moment for which a timer is to be started.
  fileprivate mutating func takeTick() -> Duration? {
    guard let next = notices.next, tick.map({ next < $0 }) ?? true else { return nil }
    tick = next
    return next
  }

  /// False for a timer that another one overtook.
  fileprivate mutating func endTick(_ ended: Duration) -> Bool {
    guard tick == ended else { return false }
    tick = nil
    return true
  }
}

extension StallLine {
  init?(_ event: StallEvent, now: @autoclosure () -> WallTime) {
    switch event {
    case .began(let stall): self = .began(stall)
    case .ended(let stall): self = .ended(stall)
    case .paused(let pause): self = .pause(pause)
    case .dropped(let count) where count > 0: self = .dropped(.stalls, count: count, at: now())
    case .dropped: return nil
    }
  }
}
