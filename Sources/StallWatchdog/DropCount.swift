internal import Synchronization

/// Counts what could not be kept, until somebody tells of it.
final class DropCount: Sendable {
  private let count = Atomic<Int>(0)

  func add(_ number: Int = 1) {
    count.wrappingAdd(number, ordering: .relaxed)
  }

  func take() -> Int {
    count.exchange(0, ordering: .relaxed)
  }
}
