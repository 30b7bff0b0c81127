internal import StallWatchdog

extension TestCode {
  /// Whether what is known of a stall is enough to fail a test.
  ///
  /// A loop that is late may have stalled, lacked a CPU, or had much to do in short pieces, of tests that run at the same time. Only the first is somebody's fault.
  func blames(_ suspect: (owner: Owner, thread: StalledThread?), for entry: StallLedger.Entry) -> Bool {
    if entry.origin == .ownWork { return true }
    guard suspect.owner != .another, let thread = suspect.thread else { return false }
    guard function != nil, entry.origin == .sharedLoop else { return thread.wasSeenAtWork }
    return switch thread.doing {
    case .blocked: true
    // A pool that is busy with the pieces of many tests looks the same every time.
    case .busy: entry.stall.loop.kind == .mainActor && isAlone && thread.wasSeenTwiceInOneFunction(of: self)
    case .waitingForCPU, .unknown: false
    }
  }
}

extension StalledThread {
  fileprivate var wasSeenAtWork: Bool {
    switch doing {
    case .busy, .blocked: true
    case .waitingForCPU, .unknown: !samples.isEmpty
    }
  }

  /// Seen in this test only. The system's own frames apart: which of the functions that it calls a stack meets is chance.
  fileprivate func wasSeenTwiceInOneFunction(of code: TestCode) -> Bool {
    guard samples.allSatisfy({ code.owner(of: $0.stack) == .this }) else { return false }
    var counts: [[String?]: Int] = [:]
    for sample in samples {
      let functions = sample.stack.frames.filter { !$0.isSystem }.map(\.function)
      counts[functions, default: 0] += sample.count
    }
    return counts.values.contains { $0 > 1 }
  }
}
