internal import StallWatchdog

/// What of a stack is the code of one test.
struct TestCode: Sendable {
  enum Owner: Sendable, Hashable {
    case this
    case another
    /// No test that is known is on the stack.
    case unknown
  }

  /// Nil where no other test runs meanwhile.
  var function: TestFunction?
  /// Those of other tests that are known.
  var others: Set<TestFunction> = []

  func owner(of stack: Stack) -> Owner {
    guard let function else { return .this }
    var owner = Owner.unknown
    for frame in stack.frames {
      if function.contains(frame) { return .this }
      if frame.isTestRunner || others.contains(where: { $0.contains(frame) }) { owner = .another }
    }
    return owner
  }

  /// The thread that tells most about a stall that nobody measured, and whose it is.
  func suspect(of stall: Stall) -> (owner: Owner, thread: StalledThread?) {
    let owners = stall.threads.map { thread in Set(thread.samples.map { owner(of: $0.stack) }) }
    for owner in [Owner.this, .another] {
      if let index = owners.firstIndex(where: { $0.contains(owner) }) { return (owner, stall.threads[index]) }
    }
    let seen = stall.threads.first { !$0.samples.isEmpty } ?? stall.threads.first
    return (function == nil ? .this : .unknown, seen)
  }
}
