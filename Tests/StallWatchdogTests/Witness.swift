import Dispatch
import Glibc
import StallWatchdog

/// A watchdog that runs, and what it said about one loop.
final class Witness: Sendable {
  let watchdog: StallWatchdog
  private let events = Locked<[StallEvent]>([])

  init(_ configuration: StallWatchdog.Configuration = StallWatchdog.Configuration()) {
    watchdog = StallWatchdog(configuration)
    watchdog.onEvent { [self] event in events.withLock { $0.append(event) } }
    watchdog.start()
  }

  /// Every event about the loop until a stall that was seen to begin has ended, or after a while what there is.
  func events(of loop: Loop) async -> [StallEvent] {
    for _ in 0..<500 {
      let events = seen(of: loop)
      let begun = Set(events.compactMap(\.began?.id))
      if events.contains(where: { begun.contains($0.ended?.id ?? 0) }) { return events }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return seen(of: loop)
  }

  func seen(of loop: Loop) -> [StallEvent] {
    events.withLock { events in
      events.filter { $0.began?.loop == loop || $0.ended?.loop == loop }
    }
  }

  /// Until the loop has answered, or has given up: before, nothing about it is reported.
  func waitUntilWatched(_ probe: Probe) async {
    for _ in 0..<500 {
      if watchdog.delays().contains(where: { $0.loop == probe.loop && $0.count > 0 }) { return }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }
}

/// Blocks its thread; a signal or a spurious wake-up does not shorten it.
func block(for duration: Duration) {
  let end = ContinuousClock.now + duration
  while ContinuousClock.now < end { usleep(1000) }
}
