import StallWatchdog

@testable import StallTesting

/// Frames and stalls as a watchdog would report them.
func frame(_ function: String, _ file: String? = nil, _ line: Int = 1, image: String = "Tests.xctest") -> StackFrame {
  StackFrame(function: function, image: image, file: file, line: file.map { _ in line }, isSystem: file == nil)
}

func thread(_ id: Int, _ stacks: [StackFrame]..., doing: StalledThread.Doing = .blocked(call: "futex", channel: nil))
  -> StalledThread
{
  StalledThread(
    id: id, name: "worker", doing: doing, samples: stacks.map { StackSample(stack: Stack(frames: $0)) })
}

/// Began at the given millisecond and lasted so many.
func stall(
  _ id: Int, of kind: Loop.Kind = .mainActor, at began: Int64 = 0, for milliseconds: Int64 = 60,
  _ threads: StalledThread...
) -> Stall {
  Stall(
    id: id, loop: Loop(label: kind.rawValue, kind: kind), threshold: .milliseconds(50),
    began: WallTime(nanosecondsSinceEpoch: began * 1_000_000), duration: .milliseconds(milliseconds), threads: threads)
}

func entry(_ stall: Stall, _ origin: StallLedger.Origin = .sharedLoop, lasts: Bool = false) -> StallLedger.Entry {
  StallLedger.Entry(key: StallLedger.Key(watch: 1, stall: stall.id), stall: stall, origin: origin, lasts: lasts)
}
