import StallWatchdog

/// Reports as the engine makes them, without an engine.
enum Synthetic {
  static let loop = Loop(label: "loop", kind: .eventLoop)

  static func event(
    _ kind: EngineEvent.Kind, stall id: Int = 1, lasting duration: Duration = .milliseconds(100),
    threads: [Stall.ID] = [7], doing: String? = "usleep", cpu: Duration = .zero, stack: [UInt]? = nil,
    on thread: Int = 7
  ) -> EngineEvent {
    var stall = Stall(
      id: id, loop: loop, threshold: .milliseconds(100), began: WallTime(nanosecondsSinceEpoch: 1), duration: duration)
    stall.threads = threads.map {
      .init(id: $0, name: "worker", doing: doing.map { .blocked(call: $0, channel: nil) } ?? .busy, cpu: cpu)
    }
    return EngineEvent(
      kind: kind, stall: stall, loop: loop,
      sample: stack.map { .init(thread: thread, stack: CapturedStack(calls: $0)) })
  }
}

extension StallAssembly {
  /// Looks up a stack by taking the addresses for offsets.
  mutating func take(_ event: EngineEvent) -> StallEvent? {
    take(event) { stack in Stack(frames: stack.calls.map { StackFrame(offset: UInt64($0)) }) }
  }
}

extension StallEvent {
  var began: Stall? {
    guard case .began(let stall) = self else { return nil }
    return stall
  }

  var ended: Stall? {
    guard case .ended(let stall) = self else { return nil }
    return stall
  }

  var dropped: Int? {
    guard case .dropped(let count) = self else { return nil }
    return count
  }
}
