import Foundation
import IndexFrontend
import Model
import Synchronization

/// Reads index stores on a thread of its own, while the sources are read on others.
final class StoreReading: Sendable {
  /// What the stores say, and what is wrong with them.
  struct Answer: Sendable {
    /// Nil when no store could be read.
    var contents: StoreContents?
    /// Parts of a store that could not be read.
    var problems: [Problem] = []
    /// Stores of which nothing could be read: what is wrong with each, and the way out.
    var failures: [Problem] = []
  }

  private let isDone = DispatchGroup()
  private let result = Mutex(Answer())

  /// Begins at once; the stores' paths are absolute.
  init(stores: [String], jobs: Int) {
    guard !stores.isEmpty else { return }
    isDone.enter()
    Thread.detachNewThread { [self] in
      let answer = Self.read(stores, jobs: jobs)
      result.withLock { $0 = answer }
      isDone.leave()
    }
  }

  /// Waits until all stores are read.
  func answer() -> Answer {
    isDone.wait()
    return result.withLock { $0 }
  }

  private static func read(_ stores: [String], jobs: Int) -> Answer {
    var answer = Answer()
    for path in stores {
      do {
        let library = try IndexLibrary.find(environment: ProcessInfo.processInfo.environment)
        // All of it: what takes the place of a call's target may stand in files that are not read as source.
        let contents = try IndexStore(path: path, library: library).contents(jobs: jobs)
        answer.problems += contents.problems
        answer.contents = answer.contents?.joined(with: contents) ?? contents
      } catch {
        // The path is the problem's file already.
        let fault = error.description.trimmingPrefix("\(path): ")
        answer.failures.append(Problem(file: path, message: String(fault), isFatal: false))
      }
    }
    return answer
  }
}
