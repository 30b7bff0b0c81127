import Synchronization

/// Counts files as threads finish them.
final class Progress: Sendable {
  private let done: Atomic<Int>
  private let total: Int
  private let report: (@Sendable (Int, Int) -> Void)?

  init(done: Int, total: Int, report: (@Sendable (Int, Int) -> Void)?) {
    self.done = Atomic(done)
    self.total = total
    self.report = report
  }

  func advance() {
    report?(done.add(1, ordering: .relaxed).newValue, total)
  }
}
