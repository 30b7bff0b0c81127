import StallWatchdog

/// Stalls as a watchdog would report them.
enum Sample {
  static let loop = Loop(label: "NIO-ELT-0-#1", kind: .eventLoop)
  static let time = WallTime(nanosecondsSinceEpoch: 1_795_132_800_000_042_000)

  static func frame(file: String = "/src/App/Routes.swift", line: Int = 12) -> StackFrame {
    StackFrame(
      kind: .call, function: "sleepOnTheLoop(milliseconds:)", image: "app", offset: 0x1f40, file: file, line: line,
      column: 3)
  }

  static func thread(
    doing: StalledThread.Doing = .blocked(call: "clock_nanosleep", channel: "hrtimer_nanosleep"),
    frames: [StackFrame] = []
  ) -> StalledThread {
    let samples = frames.isEmpty ? [] : [StackSample(count: 3, stack: Stack(frames: frames))]
    return StalledThread(
      id: 42, name: "NIO-ELT-0-#1", doing: doing, cpu: .microseconds(80), queue: .microseconds(3),
      observed: .milliseconds(510), samples: samples)
  }

  static func stall(
    id: Int = 1, loop: Loop = loop, duration: Duration = .milliseconds(512), threads: [StalledThread]? = nil
  ) -> Stall {
    Stall(
      id: id, loop: loop, threshold: .milliseconds(100), began: time, duration: duration,
      uncertainty: .microseconds(100), threads: threads ?? [thread(frames: [frame()])])
  }

  static func delays(loop: Loop = loop, buckets: [LoopDelays.Bucket] = []) -> LoopDelays {
    LoopDelays(
      loop: loop, count: 1000, mean: .microseconds(90), p50: .microseconds(80), p90: .microseconds(200),
      p99: .milliseconds(2), p999: .milliseconds(300), max: .milliseconds(512), busy: 0.25, buckets: buckets)
  }
}
