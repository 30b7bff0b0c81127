/// Looks up functions and lines for captured stacks, and remembers what it found.
///
/// Works on the caller's thread and belongs to one: the runtime keeps the debug information that it has read once for
/// each thread. The first lookup in an image reads its debug information; an address that was seen before costs a
/// dictionary access.
package struct Symbolicator {
  /// What is found at one address: the function, after those that the compiler merged into it.
  typealias Found = [StackFrame]

  private var known: [UInt: Found] = [:]
  private let limit: Int

  /// - Parameter limit: How many addresses are remembered. When they are that many, all are forgotten; those that are
  ///   met again and again come back at once.
  package init(remembering limit: Int = 4096) {
    self.limit = max(limit, 1)
  }

  package mutating func stack(_ captured: CapturedStack) -> Stack {
    learn(captured.calls + captured.awaiting)
    var calls = captured.calls.map(found)
    if let task = captured.task, task < calls.count {
      let executor = calls[(task + 1)...].firstIndex { $0.contains(where: \.runsTasks) } ?? task + 1
      calls.removeSubrange(executor...)
    }
    let awaiting = captured.awaiting.map { address in
      var found = found(at: address)
      found[found.count - 1].kind = .async
      return found
    }
    return Stack(frames: Array((calls + awaiting).joined()))
  }

  #if os(Linux) && canImport(Runtime)
    private static let debugInformation = DebugInformation()
    private static func lookUp(_ addresses: [UInt]) -> [Found] {
      debugInformation?.lookUp(addresses) ?? SymbolNames().lookUp(addresses)
    }
  #else
    private static func lookUp(_ addresses: [UInt]) -> [Found] {
      SymbolNames().lookUp(addresses)
    }
  #endif

  private func found(at address: UInt) -> Found {
    known[address] ?? [StackFrame(at: address)]
  }

  private mutating func learn(_ addresses: [UInt]) {
    var unknown: [UInt] = []
    for address in addresses where known[address] == nil && !unknown.contains(address) {
      unknown.append(address)
    }
    guard !unknown.isEmpty else { return }
    if known.count + unknown.count > limit {
      known.removeAll(keepingCapacity: true)
      unknown = addresses.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    for (address, found) in zip(unknown, Self.lookUp(unknown)) where !found.isEmpty {
      known[address] = found
    }
  }
}

extension StackFrame {
  /// Whether this is where an executor begins to run a task.
  fileprivate var runsTasks: Bool {
    guard let function else { return false }
    return image?.hasPrefix("libswift_Concurrency.") == true || function.hasPrefix("swift_job_run")
      || function.hasPrefix("swift::runJob")
  }
}
