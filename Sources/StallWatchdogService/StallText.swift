import StallWatchdog

/// How stalls are put into words, in the one line that a log has for them.
enum StallText {
  static func text(of notice: StallNotices.Notice) -> String {
    switch notice {
    case .ended(let stall): "\(stall.loop) stalled for \(text(of: stall.duration))\(cause(of: stall))"
    case .lasts(let stall): "\(stall.loop) has been stalling for \(text(of: stall.duration))\(cause(of: stall))"
    case .paused(let pause): text(of: pause)
    case .more(let site, let count, let longest, let time):
      "and \(count) more \(text(of: site, count == 1)) in the last \(period(time)), the longest \(text(of: longest))"
    case .dropped(let count): "\(count) reports of stalls could not be kept"
    }
  }

  /// Three digits at most: `412 µs`, `61.2 ms`, `512 ms`, `2.31 s`, `75 s`.
  static func text(of duration: Duration) -> String {
    let nanoseconds = duration.clampedNanoseconds
    switch nanoseconds {
    case ..<1_000_000: return "\(nanoseconds / 1000) µs"
    case ..<1_000_000_000: return decimal(nanoseconds, unit: 1_000_000) + " ms"
    default: return decimal(nanoseconds, unit: 1_000_000_000) + " s"
    }
  }

  static func text(of doing: StalledThread.Doing) -> String? {
    switch doing {
    case .busy: "busy on a CPU"
    case .blocked(let call?, _): "blocked in \(call)"
    case .blocked(nil, let channel?): "blocked in the kernel's \(channel)"
    case .blocked: "blocked"
    case .waitingForCPU: "waiting for a CPU"
    case .unknown: nil
    }
  }

  private static func cause(of stall: Stall) -> String {
    let doing = stall.threads.first.flatMap { text(of: $0.doing) }
    let others = stall.threads.count > 1 ? "first of its \(stall.threads.count) threads" : nil
    let cause = [others, doing].compactMap { $0 }.joined(separator: " ")
    return (cause.isEmpty ? "" : ": \(cause)") + (stall.site.flatMap(place) ?? "")
  }

  private static func place(_ frame: StackFrame) -> String? {
    guard let file = frame.file, let line = frame.line else { return nil }
    let function = frame.function.map { " in \($0)" } ?? ""
    return " at \(name(ofFile: file)):\(line)\(function)"
  }

  private static func text(of pause: Pause) -> String {
    let time = text(of: pause.duration)
    return switch pause.kind {
    case .stopped: "the process did not run for \(time)"
    case .suspended: "the machine slept for \(time)"
    case .starved: "\(pause.loop?.label ?? "a loop") had no CPU for \(time)"
    }
  }

  private static func text(of site: StallSite, _ isOne: Bool) -> String {
    let (stalls, times) = isOne ? ("stall", "time") : ("stalls", "times")
    switch site {
    case .line(let file, let line): return "\(stalls) at \(name(ofFile: file)):\(line)"
    case .doing(let kind, let doing):
      let parts = ["\(stalls) of kind \(kind.rawValue)", doing.flatMap(text(of:))]
      return parts.compactMap { $0 }.joined(separator: ", ")
    case .pause(.stopped): return "\(times) in which the process did not run"
    case .pause(.suspended): return "\(times) in which the machine slept"
    case .pause(.starved): return "\(times) in which a loop had no CPU"
    case .other: return isOne ? "stall or pause elsewhere" : "stalls and pauses elsewhere"
    }
  }

  private static func period(_ time: Duration) -> String {
    time >= .seconds(59) && time <= .seconds(62) ? "minute" : text(of: time)
  }

  private static func name(ofFile path: String) -> Substring {
    path.split(separator: "/").last ?? Substring(path)
  }

  private static func decimal(_ value: UInt64, unit: UInt64) -> String {
    let whole = value / unit
    switch whole {
    case ..<10:
      let hundredths = value % unit / (unit / 100)
      return "\(whole).\(hundredths < 10 ? "0" : "")\(hundredths)"
    case ..<100: return "\(whole).\(value % unit / (unit / 10))"
    default: return "\(whole)"
    }
  }
}
