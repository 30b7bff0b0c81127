package import CStallProbe

/// The addresses of a stack as a sample took them, before anything is looked up.
///
/// An address is an instruction inside the call, not the one that the call returns to, so that a lookup finds the line
/// of the call.
package struct CapturedStack: Sendable, Hashable {
  /// The frames on the thread, innermost first.
  package var calls: [UInt]
  /// The index in `calls` of the running function of a Swift task, where there is one. Frames outside of it are of the
  /// executor.
  package var task: Int?
  /// The functions that await the running one, innermost first.
  package var awaiting: [UInt]

  package init(calls: [UInt], task: Int? = nil, awaiting: [UInt] = []) {
    self.calls = calls
    self.task = task
    self.awaiting = awaiting
  }

  package init(_ sample: borrowing stall_sample) {
    // The first address is the interrupted instruction, the others are where calls return to.
    calls = words(of: sample.pc, count: sample.count).enumerated().map { $0 == 0 ? $1 : $1 &- 1 }
    awaiting = words(of: sample.async_pc, count: sample.async_count)
    task = awaiting.isEmpty ? nil : Int(sample.async_at)
  }
}

private func words<Tuple>(of tuple: Tuple, count: UInt32) -> [UInt] {
  // A C array of words is imported as a tuple of words, which lie in memory one after another.
  withUnsafeBytes(of: tuple) { Array($0.bindMemory(to: UInt.self).prefix(Int(count))) }
}
