internal import StallWatchdog

/// One line that stalled while a test ran, however often.
struct FoundStall: Sendable {
  /// Nil where no frame of the package was seen.
  var site: StackFrame? { path.first }
  /// The functions of the package, innermost first.
  var path: [StackFrame]
  var owner: TestCode.Owner
  /// Measured on the test's own executor.
  var isOwnWork: Bool
  var worst: Stall
  var thread: StalledThread?
  var lasts: Bool
  var count = 1
  var total: Duration
}

extension FoundStall {
  /// What of the ledger is to be reported, a line at a time, in the order in which they first stalled.
  ///
  /// - Parameter claim: Whether no other test has reported it; asked of stalls of loops that several share.
  static func all(
    in entries: [StallLedger.Entry], of code: TestCode, in project: Project, claim: (StallLedger.Key) -> Bool
  ) -> [FoundStall] {
    var found: [FoundStall] = []
    var seen: [StallLedger.Entry] = []
    for entry in entries {
      guard let stall = FoundStall(entry, of: code, in: project), !seen.contains(where: { $0.isSame(as: entry) })
      else { continue }
      seen.append(entry)
      guard entry.origin != .sharedLoop || claim(entry.key) else { continue }
      if let index = found.firstIndex(where: { $0.isSamePlace(as: stall) }) {
        found[index].add(stall)
      } else {
        found.append(stall)
      }
    }
    return found
  }

  private init?(_ entry: StallLedger.Entry, of code: TestCode, in project: Project) {
    let suspect = code.suspect(of: entry.stall)
    guard code.blames(suspect, for: entry) else { return nil }
    owner = entry.origin == .ownWork ? .this : suspect.owner
    isOwnWork = entry.origin == .ownWork
    worst = entry.stall
    thread = suspect.thread
    lasts = entry.lasts
    total = entry.stall.duration
    let stacks = suspect.thread?.samples.map(\.stack) ?? []
    path = stacks.lazy.map(project.frames).first { !$0.isEmpty } ?? []
    // What no line of the package is in may be the doing of any program, or a thread that only waits for work.
    guard entry.origin != .sharedLoop || code.function == nil || site != nil else { return nil }
  }

  private func isSamePlace(as other: FoundStall) -> Bool {
    guard owner == other.owner else { return false }
    guard let site, let otherSite = other.site else {
      return site == nil && other.site == nil && worst.loop.kind == other.worst.loop.kind
    }
    return site.file == otherSite.file && site.line == otherSite.line
  }

  private mutating func add(_ other: FoundStall) {
    count += other.count
    total += other.total
    guard other.worst.duration > worst.duration else { return }
    (path, worst, thread, lasts) = (other.path, other.worst, other.thread, other.lasts)
  }
}

extension StallLedger.Entry {
  /// Whether two probes saw one stall: the same thread at the same time.
  fileprivate func isSame(as other: Self) -> Bool {
    let threads = Set(stall.threads.map(\.id))
    return threads.contains { id in other.stall.threads.contains { $0.id == id } }
      && stall.began < other.stall.end && other.stall.began < stall.end
  }
}

extension Stall {
  fileprivate var end: WallTime {
    let (end, overflow) = began.nanosecondsSinceEpoch.addingReportingOverflow(
      Int64(clamping: duration.clampedNanoseconds))
    return WallTime(nanosecondsSinceEpoch: overflow ? .max : end)
  }
}
