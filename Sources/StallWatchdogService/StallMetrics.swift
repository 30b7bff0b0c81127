import CoreMetrics
import StallWatchdog

/// Keeps the metrics of one watchdog. See <doc:Metrics> for their names.
///
/// A metric is created once, when its loop is first heard of. Loops beyond a limit are one, so that the number of metrics stays bounded.
struct StallMetrics {
  private struct OfLoop {
    let stalls: Counter
    let duration: Timer
    let busy: Gauge
    /// In the order of `quantiles`.
    let delays: [Gauge]
  }

  private static let quantiles: [(name: String, value: @Sendable (LoopDelays) -> Duration)] = [
    ("0.5", { $0.p50 }), ("0.9", { $0.p90 }), ("0.99", { $0.p99 }), ("0.999", { $0.p999 }), ("1", { $0.max }),
  ]

  private let factory: any MetricsFactory
  private let capacity: Int
  private var loops: [String: OfLoop] = [:]
  private var drops: [String: Counter] = [:]

  init(factory: any MetricsFactory, capacity: Int = 256) {
    self.factory = factory
    self.capacity = capacity
  }

  mutating func receive(_ event: StallEvent) {
    switch event {
    case .began, .paused: break
    case .ended(let stall):
      let metrics = metrics(of: stall.loop)
      metrics.stalls.increment()
      metrics.duration.recordNanoseconds(Int64(clamping: stall.duration.clampedNanoseconds))
    case .dropped(let count): drop(.stalls, count)
    }
  }

  mutating func receive(_ delays: LoopDelays) {
    let metrics = metrics(of: delays.loop)
    if let busy = delays.busy { metrics.busy.record(busy) }
    guard delays.count > 0 else { return }
    for (gauge, quantile) in zip(metrics.delays, Self.quantiles) {
      gauge.record(Double(quantile.value(delays).clampedNanoseconds) / 1e9)
    }
  }

  mutating func drop(_ what: StallLine.Lost, _ count: Int) {
    let counter =
      drops[what.rawValue]
      ?? Counter(label: "stall_watchdog_dropped", dimensions: [("what", what.rawValue)], factory: factory)
    drops[what.rawValue] = counter
    counter.increment(by: count)
  }

  private mutating func metrics(of loop: Loop) -> OfLoop {
    let label = loops[loop.label] != nil || loops.count < capacity ? loop.label : "others"
    if let known = loops[label] { return known }
    let made = make(label)
    loops[label] = made
    return made
  }

  private func make(_ loop: String) -> OfLoop {
    let loop = [("loop", loop)]
    return OfLoop(
      stalls: Counter(label: "stall_watchdog_stalls", dimensions: loop, factory: factory),
      duration: Timer(label: "stall_watchdog_stall_duration", dimensions: loop, factory: factory),
      busy: Gauge(label: "stall_watchdog_busy_share", dimensions: loop, factory: factory),
      delays: Self.quantiles.map { quantile in
        let dimensions = loop + [("quantile", quantile.name)]
        return Gauge(label: "stall_watchdog_heartbeat_delay_seconds", dimensions: dimensions, factory: factory)
      })
  }
}
