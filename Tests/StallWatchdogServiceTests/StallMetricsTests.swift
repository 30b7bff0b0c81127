import MetricsTestKit
import StallWatchdog
import Testing

@testable import StallWatchdogService

@Suite struct StallMetricsTests {
  private let factory = TestMetrics()
  private let loop = [("loop", "NIO-ELT-0-#1")]

  @Test func stallsAreCountedWhenTheyEnd() throws {
    var metrics = StallMetrics(factory: factory)
    metrics.receive(.began(Sample.stall()))
    metrics.receive(.ended(Sample.stall()))
    metrics.receive(.began(Sample.stall(id: 2)))
    metrics.receive(.ended(Sample.stall(id: 2, duration: .seconds(2))))
    #expect(try factory.expectCounter("stall_watchdog_stalls", loop).totalValue == 2)
    #expect(
      try factory.expectTimer("stall_watchdog_stall_duration", loop).values == [512_000_000, 2_000_000_000])
  }

  @Test func delaysAndTheBusyShareAreGauges() throws {
    var metrics = StallMetrics(factory: factory)
    metrics.receive(Sample.delays())
    #expect(try factory.expectGauge("stall_watchdog_busy_share", loop).lastValue == 0.25)
    let delays = try ["0.5", "0.9", "0.99", "0.999", "1"].map { quantile in
      try factory.expectGauge(
        "stall_watchdog_heartbeat_delay_seconds", loop + [("quantile", quantile)]
      ).lastValue
    }
    #expect(delays == [0.00008, 0.0002, 0.002, 0.3, 0.512])
  }

  @Test func aLoopThatWasNotAskedHasNoDelays() throws {
    var metrics = StallMetrics(factory: factory)
    metrics.receive(LoopDelays(loop: Sample.loop))
    let gauge = try factory.expectGauge(
      "stall_watchdog_heartbeat_delay_seconds", loop + [("quantile", "1")])
    #expect(gauge.values.isEmpty)
  }

  @Test func aMetricIsMadeOnce() throws {
    var metrics = StallMetrics(factory: factory)
    metrics.receive(.ended(Sample.stall()))
    let first = try factory.expectCounter("stall_watchdog_stalls", loop)
    metrics.receive(.ended(Sample.stall(id: 2)))
    #expect(try factory.expectCounter("stall_watchdog_stalls", loop) === first)
    #expect(factory.counters(label: "stall_watchdog_stalls").count == 1)
  }

  @Test func loopsBeyondTheLimitAreOne() throws {
    var metrics = StallMetrics(factory: factory, capacity: 2)
    for number in 1...9 {
      metrics.receive(.ended(Sample.stall(loop: Loop(label: "loop \(number)", kind: .probe))))
    }
    #expect(factory.counters(label: "stall_watchdog_stalls").count == 3)
    #expect(try factory.expectCounter("stall_watchdog_stalls", [("loop", "others")]).totalValue == 7)
  }

  @Test func whatWasDroppedIsCounted() throws {
    var metrics = StallMetrics(factory: factory)
    metrics.receive(.dropped(count: 5))
    metrics.drop(.lines, 2)
    #expect(try factory.expectCounter("stall_watchdog_dropped", [("what", "stalls")]).totalValue == 5)
    #expect(try factory.expectCounter("stall_watchdog_dropped", [("what", "lines")]).totalValue == 2)
  }
}
