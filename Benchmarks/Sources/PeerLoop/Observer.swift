import ArgumentParser
import Loops
import NIOCore
import NIOPosix
import StallWatchdog
import StallWatchdogService

enum ObserverName: String, ExpressibleByArgument, CaseIterable {
  case none, tick, watchdog
  case watchdogWithStacks = "watchdog-stacks"
}

/// A loop and what watches it. What lasts longer than 5 ms is a stall to all of them.
struct Observer {
  let loop: WatchedLoop
  private let said = Log<Said>()
  private let watchdog: StallWatchdog?

  init(_ name: ObserverName) throws {
    switch name {
    case .none:
      loop = WatchedLoop()
      watchdog = nil
    case .tick:
      loop = WatchedLoop(metrics: Ticks(said: said))
      watchdog = nil
    case .watchdog, .watchdogWithStacks:
      loop = WatchedLoop()
      watchdog = try watch(loop, stacks: name == .watchdogWithStacks, said: said)
    }
  }

  /// What was said until now; nothing is said from here on.
  func stop() -> [Said] {
    watchdog?.stop()
    return said.all
  }
}

/// Says which ticks of a loop lasted longer than the threshold.
private struct Ticks: NIOEventLoopMetricsDelegate {
  let said: Log<Said>

  func processedTick(info: NIOEventLoopTickInfo) {
    let duration = info.endTime - info.startTime
    guard duration > .milliseconds(5) else { return }
    said.append(Said(at: now(), duration: Int(duration.nanoseconds), text: "\(info.numberOfTasks) tasks"))
  }
}

private func watch(_ loop: WatchedLoop, stacks: Bool, said: Log<Said>) throws -> StallWatchdog {
  var configuration = StallWatchdog.Configuration()
  configuration.threshold = .milliseconds(5)
  configuration.stacks = stacks ? .all : .off
  let watchdog = StallWatchdog(configuration)
  watchdog.watch(loop.group)
  watchdog.onEvent { event in
    switch event {
    case .began(let stall), .ended(let stall): said.append(Said(stall))
    case .paused, .dropped: break
    }
  }
  guard watchdog.start() else { throw ValidationError(watchdog.problem ?? "the watchdog does not start") }
  return watchdog
}

extension Said {
  fileprivate init(_ stall: Stall) {
    let site = stall.site.map { "\($0.file?.split(separator: "/").last ?? ""):\($0.line ?? 0)" }
    self.init(
      at: now(), duration: stall.duration.nanoseconds, begin: monotonic(stall.began),
      text: site ?? "\(stall.threads.map(\.doing))")
  }
}
