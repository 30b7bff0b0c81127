import Loops
import StallWatchdog
import Synchronization

/// The watchdog that watches the loops, and what it said.
final class Watching: Sendable {
  /// The name of its thread.
  static let thread = "stall-watchdog"

  private let watchdog: StallWatchdog
  private let said = Mutex<(stalls: [String], pauses: [String: Int])>(([], [:]))

  init(_ loops: Loops, threshold: Duration) throws {
    var configuration = StallWatchdog.Configuration()
    configuration.threshold = threshold
    watchdog = StallWatchdog(configuration)
    let names = loops.watch(by: watchdog)
    watchdog.onEvent { [weak self] event in
      self?.said.withLock { said in
        switch event {
        case .ended(let stall):
          said.stalls.append(
            "\(names[stall.loop.label] ?? stall.loop.label): \(stall.duration), \(stall.threads.map(\.doing))")
        case .paused(let pause): said.pauses[pause.kind.rawValue, default: 0] += 1
        case .began, .dropped: break
        }
      }
    }
    guard watchdog.start() else { throw NoWatchdog(problem: watchdog.problem) }
  }

  func stop() -> (stalls: [String], pauses: [String: Int]) {
    watchdog.stop()
    return said.withLock { $0 }
  }
}
