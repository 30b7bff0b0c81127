internal import StallWatchdog

extension FoundStall {
  /// What happened, then the path of calls, a line each.
  func message(in project: Project) -> String {
    var lines = [headline]
    if count > 1 { lines.append("\(count) stalls here, \(total.rounded) in all; this was the longest") }
    if site == nil { lines.append("no line of the package was seen in it") }
    lines += path.map { "  " + $0.described(in: project) }
    if owner == .unknown { lines.append("which test caused it cannot be told: its function is not on the stack") }
    return lines.joined(separator: "\n")
  }

  private var headline: String {
    let length = (lasts ? "at least " : "") + worst.duration.rounded
    return "\(subject) \(length)\(cause); \(worst.threshold.rounded) are allowed"
  }

  private var subject: String {
    if isOwnWork { return "kept its thread for" }
    let label = worst.loop.label
    return switch worst.loop.kind {
    case .mainActor: "kept the main actor for"
    case .pool where worst.threads.count == 1: "kept a thread of the cooperative pool (\(label)) for"
    case .pool: "kept the cooperative pool (\(label)) for"
    case .eventLoop, .actor, .executor, .queue, .probe: "kept \(label) for"
    }
  }

  private var cause: String {
    switch thread?.doing {
    case .busy: ", busy on the CPU"
    case .blocked(let call?, _): ", blocked in \(call)"
    case .blocked(nil, let channel?): ", blocked in the kernel's \(channel)"
    case .blocked(nil, nil): ", blocked"
    case .waitingForCPU, .unknown, nil: ""
    }
  }
}

extension StackFrame {
  fileprivate func described(in project: Project) -> String {
    "\(function ?? "?")  \(project.shortened(file ?? "?")):\(line ?? 0)"
  }
}

extension Duration {
  /// Three digits at most, and a unit.
  var rounded: String {
    let microseconds = clampedNanoseconds / 1000
    return switch microseconds {
    case ..<1000: "\(microseconds) µs"
    case ..<10_000: "\(microseconds / 1000).\(microseconds / 100 % 10) ms"
    case ..<1_000_000: "\(microseconds / 1000) ms"
    default:
      "\(microseconds / 1_000_000).\(microseconds / 10_000 % 100 < 10 ? "0" : "")\(microseconds / 10_000 % 100) s"
    }
  }
}
