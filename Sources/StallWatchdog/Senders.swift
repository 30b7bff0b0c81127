/// What to do to send a heartbeat to a loop, by the number of its probe.
///
/// The engine is given that number and no pointer. A heartbeat that it sends while the probe is being cancelled finds
/// nothing.
enum Senders {
  private struct State {
    var last: UInt = 0
    var senders: [UInt: @Sendable () -> Void] = [:]
  }

  private static let state = Locked(State())

  /// A number that no other probe of the process has; never 0.
  static func number() -> UInt {
    state.withLock { state in
      state.last += 1
      return state.last
    }
  }

  static func set(_ number: UInt, _ sender: @escaping @Sendable () -> Void) {
    state.withLock { $0.senders[number] = sender }
  }

  static func remove(_ number: UInt) {
    // What goes with the sender may end a probe, which calls this again: not under the lock.
    let removed = state.withLock { $0.senders.removeValue(forKey: number) }
    withExtendedLifetime(removed) {}
  }

  static func send(_ number: UInt) {
    let sender = state.withLock { $0.senders[number] }
    sender?()
  }
}
