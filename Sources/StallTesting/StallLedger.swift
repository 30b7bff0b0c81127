internal import StallWatchdog

/// The stalls that happened while one test ran.
final class StallLedger: Sendable {
  struct Key: Sendable, Hashable {
    let watch: Int
    let stall: Int
  }

  struct Entry: Sendable {
    var key: Key
    var stall: Stall
    /// Seen in work of this test's own, measured on its executor; of others it is to be found out.
    var isOwn: Bool
    /// It lasted longer than the test.
    var lasts = false
  }

  private struct State {
    var lasting: [Key: Entry] = [:]
    var ended: [Entry] = []
    var working = 0
  }

  private let state = Locked(State())

  func take(_ event: StallEvent, from watch: Int, isOwn: Bool) {
    state.withLock { state in
      switch event {
      case .began(let stall):
        let key = Key(watch: watch, stall: stall.id)
        state.lasting[key] = Entry(key: key, stall: stall, isOwn: isOwn, lasts: true)
      case .ended(let stall):
        let key = Key(watch: watch, stall: stall.id)
        state.lasting[key] = nil
        state.ended.append(Entry(key: key, stall: stall, isOwn: isOwn))
      case .paused, .dropped:
        break
      }
    }
  }

  var isAnythingLasting: Bool {
    state.withLock { !$0.lasting.isEmpty }
  }

  // MARK: Work of the test's own

  func workBegins() {
    state.withLock { $0.working += 1 }
  }

  func workEnded() {
    state.withLock { $0.working -= 1 }
  }

  /// A task goes on elsewhere before the work that it did has returned and been measured.
  var isAnyWorkUnderWay: Bool {
    state.withLock { $0.working > 0 }
  }

  /// All of them in the order in which they began; those that last with the duration so far.
  func entries(at now: WallTime) -> [Entry] {
    let (lasting, ended) = state.withLock { (Array($0.lasting.values), $0.ended) }
    let open = lasting.map { entry in
      var entry = entry
      let soFar = now.nanosecondsSinceEpoch - entry.stall.began.nanosecondsSinceEpoch
      entry.stall.duration = max(entry.stall.duration, .nanoseconds(soFar))
      return entry
    }
    return (open + ended).sorted { ($0.stall.began, $0.stall.id) < ($1.stall.began, $1.stall.id) }
  }
}
