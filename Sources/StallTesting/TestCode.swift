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
  /// Whether no other case of the same test ran meanwhile, whose stacks look the same.
  var isAlone = true

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
    let threads = stall.threads.filter { $0.canServe(stall.loop.kind) }
    let owners = threads.map { thread in Set(thread.samples.map { owner(of: $0.stack) }) }
    for owner in [Owner.this, .another] {
      if let index = owners.firstIndex(where: { $0.contains(owner) }) { return (owner, threads[index]) }
    }
    let seen = threads.first { !$0.samples.isEmpty } ?? threads.first
    return (function == nil ? .this : .unknown, seen)
  }
}

extension StalledThread {
  /// A watchdog names every thread that may have been meant. The main actor runs on the main thread or on one of a serial queue, and
  /// never on one of the pool's, which libdispatch names after its queue for one priority.
  fileprivate func canServe(_ kind: Loop.Kind) -> Bool {
    kind != .mainActor || !name.hasSuffix("-qos")
  }
}
