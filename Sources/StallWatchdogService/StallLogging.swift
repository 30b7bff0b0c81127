import Logging
import StallWatchdog

/// Writes notices to a `Logger`: stalls as warnings, pauses as information.
///
/// The metadata keys are fixed. Durations are milliseconds with three digits behind the point, without unit.
struct StallLogging: Sendable {
  let logger: Logger

  func log(_ notice: StallNotices.Notice) {
    logger.log(level: notice.level, "\(StallText.text(of: notice))", metadata: notice.metadata)
  }
}

extension StallNotices.Notice {
  var level: Logger.Level {
    switch self {
    case .ended, .lasts: .warning
    case .dropped: .notice
    case .paused, .more(.pause, _, _, _): .info
    case .more: .warning
    }
  }

  var metadata: Logger.Metadata {
    switch self {
    case .ended(let stall): metadata(of: stall, phase: "ended")
    case .lasts(let stall): metadata(of: stall, phase: "lasts")
    case .paused(let pause):
      present([
        "stall.pause": pause.kind.rawValue,
        "stall.loop": pause.loop?.label,
        "stall.duration_ms": milliseconds(pause.duration),
      ])
    case .more(let site, let count, let longest, let time):
      present([
        "stall.more": "\(count)",
        "stall.longest_ms": milliseconds(longest),
        "stall.window_ms": milliseconds(time),
        "stall.file": site.file,
        "stall.line": site.line.map { "\($0)" },
      ])
    case .dropped(let count): ["stall.dropped": "\(count)"]
    }
  }

  private func metadata(of stall: Stall, phase: String) -> Logger.Metadata {
    let thread = stall.threads.first
    let (call, channel): (String?, String?) =
      if case .blocked(let call, let channel)? = thread?.doing { (call, channel) } else { (nil, nil) }
    return present([
      "stall.id": "\(stall.id)",
      "stall.phase": phase,
      "stall.loop": stall.loop.label,
      "stall.kind": stall.loop.kind.rawValue,
      "stall.duration_ms": milliseconds(stall.duration),
      "stall.uncertainty_ms": milliseconds(stall.uncertainty),
      "stall.threshold_ms": milliseconds(stall.threshold),
      "stall.threads": "\(stall.threads.count)",
      "stall.thread": thread?.name,
      "stall.doing": thread?.doing.word,
      "stall.call": call,
      "stall.channel": channel,
      "stall.function": stall.site?.function,
      "stall.file": stall.site?.file,
      "stall.line": stall.site?.line.map { "\($0)" },
    ])
  }

  private func present(_ values: [String: String?]) -> Logger.Metadata {
    values.compactMapValues { value in value.map { .string($0) } }
  }

  private func milliseconds(_ duration: Duration) -> String {
    let microseconds = duration.clampedNanoseconds / 1000
    let fraction = "\(1000 + microseconds % 1000)".dropFirst()
    return "\(microseconds / 1000).\(fraction)"
  }
}

extension StallSite {
  fileprivate var file: String? {
    if case .line(let file, _) = self { file } else { nil }
  }

  fileprivate var line: Int? {
    if case .line(_, let line) = self { line } else { nil }
  }
}
