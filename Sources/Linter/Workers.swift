import Foundation
import Synchronization

/// Threads of this tool's own: the parsers recurse with the nesting of the source, and the stacks of the shared pools
/// are too small for what machines write.
package enum Workers {
  /// Address space, not memory: a stack takes pages only as it grows.
  private static let stackSize = 64 << 20

  /// The results stand in the order of the inputs, however many threads made them.
  package static func map<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], jobs: Int, _ transform: @escaping @Sendable (Input) -> Output
  ) -> [Output] {
    let work = Work<Output>(count: inputs.count)
    let running = DispatchGroup()
    for _ in 0..<min(max(jobs, 1), inputs.count) {
      running.enter()
      let thread = Thread {
        while let index = work.take() { work.finish(index, transform(inputs[index])) }
        running.leave()
      }
      thread.stackSize = stackSize
      thread.start()
    }
    running.wait()
    return work.results
  }

  /// The cores that this process may use.
  package static var cores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
}

/// What the threads of one `map` share.
private final class Work<Output: Sendable>: Sendable {
  private let count: Int
  private let next = Atomic(0)
  private let outputs: Mutex<[Output?]>

  init(count: Int) {
    self.count = count
    outputs = Mutex([Output?](repeating: nil, count: count))
  }

  func take() -> Int? {
    let index = next.add(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }

  func finish(_ index: Int, _ output: Output) {
    outputs.withLock { $0[index] = output }
  }

  var results: [Output] { outputs.withLock { $0.compactMap { $0 } } }
}
