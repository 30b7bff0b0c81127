internal import StallWatchdog

/// The function of a test, as it appears on stacks.
struct TestFunction: Sendable, Hashable {
  /// With its types and without its parameters: `Opening.opens`.
  var name: String
  var file: String

  /// Whether the frame is the function itself or a closure in it.
  func contains(_ frame: StackFrame) -> Bool {
    // Where an awaiting function goes on there may be no line.
    guard frame.file == nil || frame.file == file, let function = frame.function else { return false }
    // A closure is called `closure #1 in Opening.opens()`, and a symbol may have its module before it.
    return function.split(separator: " ").contains { word in
      let path = word.prefix { $0 != "(" }
      return path == name || path.hasSuffix("." + name)
    }
  }
}

extension TestFunction {
  private struct Runs {
    var running = 0
    var begun = 0
  }

  private static let runs = Locked<[TestFunction: Runs]>([:])

  /// Runs the body as this test, which the tests that run at the same time then know.
  ///
  /// - Returns: What the body returns, and what is to be known of this test's code and that of the others.
  func run<R>(isolation: isolated (any Actor)? = #isolation, _ body: () async -> R) async -> (R, TestCode) {
    let before = Self.runs.withLock { runs in
      runs[self, default: Runs()].running += 1
      runs[self, default: Runs()].begun += 1
      return runs[self, default: Runs()]
    }
    let result = await body()
    let (after, known) = Self.runs.withLock { runs in
      runs[self, default: Runs()].running -= 1
      return (runs[self, default: Runs()], Set(runs.keys))
    }
    let isAlone = before.running == 1 && after.begun == before.begun
    return (result, TestCode(function: self, others: known, isAlone: isAlone))
  }
}

extension StackFrame {
  /// Whether Swift Testing itself awaits what the stack shows, which is a test then.
  var isTestRunner: Bool {
    image?.hasPrefix("libTesting.") == true
  }
}
