import Synchronization

@testable import Offload

/// Work that does nothing.
final class Idle: Work {
  let lane: Lane
  let ticket = Atomic<UInt64>(0)
  let hasBegun: Bool

  init(_ priority: TaskPriority = .medium, hasBegun: Bool = false) {
    lane = Lane(priority)
    self.hasBegun = hasBegun
  }

  func run() {}
  func deliver() {}
  func refuse(_ error: OffloadError) {}
}
