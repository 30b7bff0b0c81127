import StallWatchdog
import Synchronization

/// The stall log of one run: writes its lines on a queue of its own and counts those it could not write.
final class StallLogFile: Sendable {
  private struct State: ~Copyable {
    var file: BoundedFile
    var untold = 0
    var hasReported = false
  }

  private let outlet = Outlet(label: "StallWatchdogService.file")
  private let refused = Atomic(0)
  private let lost = Atomic(0)
  private let start: StallLine.Start
  private let now: @Sendable () -> WallTime
  private let onFault: @Sendable (FileFault) -> Void
  // Only the outlet's queue takes this lock.
  private let state: Mutex<State>

  /// - Parameter onFault: called once, at the first line that could not be written.
  init(
    _ file: StallWatchdogService.File, start: StallLine.Start, now: @escaping @Sendable () -> WallTime = { .now },
    onFault: @escaping @Sendable (FileFault) -> Void
  ) {
    self.start = start
    self.now = now
    self.onFault = onFault
    // A line with many stacks has some 20 KB.
    let maxBytes = max(file.maxBytes, 64 * 1024)
    state = Mutex(State(file: BoundedFile(path: file.path, maxBytes: maxBytes, maxFiles: file.maxFiles)))
  }

  /// Returns at once.
  func write(_ line: StallLine) {
    guard !outlet.hand({ [self] in put(line) }) else { return }
    refused.wrappingAdd(1, ordering: .relaxed)
    lost.wrappingAdd(1, ordering: .relaxed)
  }

  /// How many lines were lost since the last call.
  func takeLost() -> Int {
    lost.exchange(0, ordering: .relaxed)
  }

  /// Waits until what was handed over is written, but not for long.
  func drain(within limit: Duration) {
    outlet.drain(within: limit)
  }

  private func put(_ line: StallLine) {
    let (fault, isFirst) = state.withLock { state in
      state.untold += refused.exchange(0, ordering: .relaxed)
      guard let fault = append(line, to: &state) else { return (nil as FileFault?, false) }
      state.untold += 1
      defer { state.hasReported = true }
      return (fault, !state.hasReported)
    }
    guard let fault else { return }
    lost.wrappingAdd(1, ordering: .relaxed)
    if isFirst { onFault(fault) }
  }

  private func append(_ line: StallLine, to state: inout State) -> FileFault? {
    do throws(FileFault) {
      if state.untold > 0 {
        try append(.dropped(.lines, count: state.untold, at: now()), to: &state.file)
        state.untold = 0
      }
      try append(line, to: &state.file)
      return nil
    } catch {
      return error
    }
  }

  private func append(_ line: StallLine, to file: inout BoundedFile) throws(FileFault) {
    try file.append(line.bytes, header: StallLine.start(start, at: now()).bytes)
  }
}
