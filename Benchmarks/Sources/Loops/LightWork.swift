import Foundation
import Synchronization

/// Gives places the light work that they have between stalls, from a thread of its own.
///
/// A place gets no new piece before it has done the last, so that none waits in line when a stall is over.
public final class LightWork: Sendable {
  private let stopped = Atomic(false)

  public init(_ places: [any Place]) {
    let busy = places.compactMap(Busy.init)
    startThread(named: "light-work") { [self] in
      while !stopped.load(ordering: .relaxed) {
        for place in busy { place.giveWork(at: now()) }
        usleep(1000)
      }
    }
  }

  public func stop() {
    stopped.store(true, ordering: .relaxed)
  }

  private final class Busy: Sendable {
    private let place: any Place
    private let period: Int
    private let due = Atomic(0)
    private let working = Atomic(false)

    init?(_ place: any Place) {
      guard let period = place.period else { return nil }
      self.place = place
      self.period = period.nanoseconds
    }

    func giveWork(at time: Int) {
      guard due.load(ordering: .relaxed) <= time, !working.load(ordering: .acquiring) else { return }
      due.store(time + period, ordering: .relaxed)
      working.store(true, ordering: .relaxed)
      place.run { [self] in
        compute()
        working.store(false, ordering: .releasing)
      }
    }

    /// Some 20 µs of work.
    private func compute() {
      let deadline = now() + 20_000
      while now() < deadline {}
    }
  }
}
