import Loops
import StallWatchdog
import Synchronization

/// The watchdog that watches the loops, and what it said.
final class Watching: Sendable {
  private let watchdog: StallWatchdog
  private let names: [String: String]
  private let said = Mutex<(told: [Int: Int], ended: [Stall], paused: [Pause], dropped: Int)>(([:], [], [], 0))

  init(_ loops: Loops, threshold: Duration, stacks: Bool) throws {
    var configuration = StallWatchdog.Configuration()
    configuration.threshold = threshold
    configuration.stacks = stacks ? .all : .off
    watchdog = StallWatchdog(configuration)
    names = loops.watch(by: watchdog)
    watchdog.onEvent { [weak self] event in self?.hear(event) }
    guard watchdog.start() else { throw NoWatchdog(problem: watchdog.problem) }
  }

  private func hear(_ event: StallEvent) {
    said.withLock { said in
      switch event {
      case .began(let stall): said.told[stall.id] = now()
      case .ended(let stall):
        if said.told[stall.id] == nil { said.told[stall.id] = now() }
        said.ended.append(stall)
      case .paused(let pause): said.paused.append(pause)
      case .dropped(let count): said.dropped += count
      }
    }
  }

  func stop() -> Said {
    watchdog.stop()
    return said.withLock { said in
      Said(
        stalls: said.ended.map { Reported($0, at: names[$0.loop.label], told: said.told[$0.id] ?? 0) },
        pauses: said.paused.map { "\($0.kind.rawValue) \($0.duration) \($0.loop?.label ?? "")" },
        dropped: said.dropped)
    }
  }
}

/// What the watchdog said.
struct Said {
  var stalls: [Reported]
  var pauses: [String]
  var dropped: Int
}

extension Reported {
  fileprivate init(_ stall: Stall, at place: String?, told: Int) {
    let thread = stall.threads.first
    var call: String?
    if case .blocked(let name, _) = thread?.doing { call = name }
    self.init(
      place: place ?? stall.loop.label, begin: monotonic(stall.began), duration: stall.duration.nanoseconds,
      uncertainty: stall.uncertainty.nanoseconds, told: told,
      doing: thread.map { $0.doing.word } ?? "unknown", call: call, file: stall.site?.file, line: stall.site?.line)
  }
}

extension StalledThread.Doing {
  fileprivate var word: String {
    switch self {
    case .busy: "busy"
    case .blocked: "blocked"
    case .waitingForCPU: "waiting for a CPU"
    case .unknown: "unknown"
    }
  }
}
