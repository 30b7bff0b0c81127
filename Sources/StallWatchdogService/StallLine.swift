import StallWatchdog

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// One line of a stall log, as `stalls.schema.json` defines it.
enum StallLine: Sendable {
  /// What a reader must know about a run before it can judge the lines that follow.
  struct Start: Sendable {
    var processID: Int
    var processName: String
    var threshold: Duration
    var stacks: Bool

    init(processID: Int, processName: String, threshold: Duration, stacks: Bool) {
      self.processID = processID
      self.processName = processName
      self.threshold = threshold
      self.stacks = stacks
    }
  }
  enum Lost: String, Sendable { case stalls, samples, lines }

  case start(Start, at: WallTime)
  case began(Stall)
  case ended(Stall)
  case pause(Pause)
  case delays(LoopDelays, at: WallTime)
  case dropped(Lost, count: Int, at: WallTime)
  case stop(at: WallTime)

  /// The bytes of the line, its end of line included. No other byte is an end of line.
  var bytes: [UInt8] {
    var json = JSONText()
    json.object { line in
      line.member("version", 1)
      line.member("type", type)
      line.member("time", time.description)
      writeMembers(to: &line)
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private var type: String {
    switch self {
    case .start: "start"
    case .began, .ended: "stall"
    case .pause: "pause"
    case .delays: "delays"
    case .dropped: "dropped"
    case .stop: "stop"
    }
  }

  private var time: WallTime {
    switch self {
    case .began(let stall), .ended(let stall): stall.began
    case .pause(let pause): pause.began
    case .start(_, let time), .delays(_, let time), .dropped(_, _, let time), .stop(let time): time
    }
  }

  private func writeMembers(to line: inout JSONText) {
    switch self {
    case .start(let start, _): line.write(start)
    case .began(let stall): line.write(stall, phase: "began")
    case .ended(let stall): line.write(stall, phase: "ended")
    case .pause(let pause): line.write(pause)
    case .delays(let delays, _): line.write(delays)
    case .dropped(let what, let count, _):
      line.member("what", what.rawValue)
      line.member("count", count)
    case .stop: break
    }
  }
}

extension StallLine.Start {
  /// What is true of this process.
  init(of configuration: StallWatchdog.Configuration) {
    let path = CommandLine.arguments.first ?? ""
    self.init(
      processID: Int(getpid()), processName: path.split(separator: "/").last.map(String.init) ?? path,
      threshold: configuration.threshold, stacks: configuration.stacks != .off)
  }
}
