internal import Dispatch
internal import StallWatchdog

/// The watchdogs of the process for what every program has, one for each threshold.
///
/// They are kept: a watchdog reads debug information when it first takes a stack, which is not to be done for every test.
enum SharedWatches {
  private static let claimed = Locked<Set<StallLedger.Key>>([])

  /// True for one caller, so that a stall that may be any test's is reported once.
  static func claim(_ stall: StallLedger.Key) -> Bool {
    claimed.withLock { $0.insert(stall).inserted }
  }

  enum Kind {
    /// The main actor, wherever it runs, and the cooperative pool.
    case tasks
    /// The thread that the process began with, which runs the main queue, and the cooperative pool.
    case mainThread
  }

  private struct Key: Hashable {
    let kind: Kind
    let threshold: Duration
  }

  private static let watches = Locked<[Key: Watch]>([:])

  static func watch(_ kind: Kind, over threshold: Duration) -> Watch {
    watches.withLock { watches in
      let key = Key(kind: kind, threshold: threshold)
      if let watch = watches[key] { return watch }
      let watch = Watch(over: threshold, .sharedLoop) { watchdog in
        let main = kind == .tasks ? watchdog.watchMainActor() : watchMainThread(watchdog)
        return [main] + watchdog.watchCooperativePool()
      }
      watches[key] = watch
      return watch
    }
  }

  /// A loop with a thread of its own is told more exactly from one that only lacks a CPU.
  private static func watchMainThread(_ watchdog: StallWatchdog) -> Probe {
    watchdog.watch(Loop(label: "the main thread", kind: .eventLoop)) { heartbeat in
      DispatchQueue.main.async { heartbeat.answer() }
    }
  }
}
