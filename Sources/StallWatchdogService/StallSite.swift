import StallWatchdog

/// Where stalls, or pauses, are so alike that to tell of one is to tell of all.
enum StallSite: Hashable, Sendable {
  /// The line that stalled.
  case line(file: String, line: Int)
  /// What stalled loops of one kind were doing, where the line is not known.
  case doing(Loop.Kind, StalledThread.Doing?)
  case pause(Pause.Kind)
  /// All for which there was no room.
  case other

  init(of stall: Stall) {
    if let site = stall.site, let file = site.file, let line = site.line {
      self = .line(file: file, line: line)
    } else {
      self = .doing(stall.loop.kind, stall.threads.first?.doing)
    }
  }
}
