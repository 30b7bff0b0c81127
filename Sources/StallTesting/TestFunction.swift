internal import StallWatchdog

/// The function of a test, as it appears on stacks.
struct TestFunction: Sendable, Hashable {
  /// With its types and without its parameters: `Opening.opens`.
  var name: String
  var file: String

  /// Whether the frame is the function itself or a closure in it.
  func contains(_ frame: StackFrame) -> Bool {
    guard frame.file == file, let function = frame.function else { return false }
    // A closure is called `closure #1 in Opening.opens()`, and a symbol may have its module before it.
    return function.split(separator: " ").contains { word in
      let path = word.prefix { $0 != "(" }
      return path == name || path.hasSuffix("." + name)
    }
  }
}

extension TestFunction {
  private static let all = Locked<Set<TestFunction>>([])

  /// Tells the tests that run at the same time what this one looks like.
  static func register(_ function: TestFunction) {
    all.withLock { _ = $0.insert(function) }
  }

  static var known: Set<TestFunction> {
    all.withLock { $0 }
  }
}

extension StackFrame {
  /// Whether Swift Testing itself awaits what the stack shows, which is a test then.
  var isTestRunner: Bool {
    image?.hasPrefix("libTesting.") == true
  }
}
