import Dispatch
import Synchronization

/// Work on several threads whose results do not depend on how many there are.
enum Parallel {
  /// The results stand in the order of the inputs.
  static func map<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], jobs: Int, _ transform: @Sendable (Input) -> Output
  ) -> [Output] {
    let threads = min(max(jobs, 1), inputs.count)
    if threads <= 1 { return inputs.map(transform) }
    let next = Atomic(0)
    let results = Mutex([Output?](repeating: nil, count: inputs.count))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < inputs.count else { return }
        let output = transform(inputs[index])
        results.withLock { $0[index] = output }
      }
    }
    return results.withLock { $0.compactMap { $0 } }
  }
}
