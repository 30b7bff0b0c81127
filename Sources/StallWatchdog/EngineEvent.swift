internal import CStallProbe

/// What the engine reported at one moment, copied so that it outlives the call.
package struct EngineEvent: Sendable {
  package enum Kind: Sendable {
    case began, sample, ended
    case paused(Pause.Kind)
    case dropped(Int)
  }

  package var kind: Kind
  /// Of the stall, without the stacks of its threads. For a pause, what it has of it.
  package var stall: Stall
  /// Nil where the whole process is concerned.
  package var loop: Loop?
  package var sample: Sample?

  /// A stack that was taken at that moment.
  package struct Sample: Sendable {
    /// The id of one of the stall's threads.
    package var thread: Int
    package var stack: CapturedStack

    package init(thread: Int, stack: CapturedStack) {
      self.thread = thread
      self.stack = stack
    }
  }

  package init(kind: Kind, stall: Stall, loop: Loop?, sample: Sample? = nil) {
    self.kind = kind
    self.stall = stall
    self.loop = loop
    self.sample = sample
  }
}

extension EngineEvent {
  /// Whether it adds no more than a stack to a stall that is known.
  var isSample: Bool {
    if case .sample = kind { true } else { false }
  }

  init?(_ event: borrowing stall_event) {
    guard let kind = Kind(event) else { return nil }
    let loop = event.probe.map { Loop(watchedBy: $0) }
    self.init(
      kind: kind,
      stall: Stall(
        id: Int(clamping: event.id),
        loop: loop ?? Loop(label: "process", kind: .probe),
        threshold: event.probe.map { Duration(nanoseconds: stall_probe_threshold($0)) } ?? .zero,
        began: WallTime(nanosecondsSinceEpoch: event.began_unix_ns),
        duration: Duration(nanoseconds: event.duration_ns),
        uncertainty: Duration(nanoseconds: event.uncertainty_ns),
        threads: threads(of: event)),
      loop: loop)
    let sampled = Int(event.sampled_thread)
    if let sample = event.sample, stall.threads.indices.contains(sampled) {
      self.sample = Sample(thread: stall.threads[sampled].id, stack: CapturedStack(sample.pointee))
    }
  }
}

extension EngineEvent.Kind {
  fileprivate init?(_ event: borrowing stall_event) {
    switch event.kind {
    case STALL_EVENT_BEGAN: self = .began
    case STALL_EVENT_SAMPLE: self = .sample
    case STALL_EVENT_ENDED: self = .ended
    case STALL_EVENT_STARVED: self = .paused(.starved)
    case STALL_EVENT_STOPPED: self = .paused(.stopped)
    case STALL_EVENT_SUSPENDED: self = .paused(.suspended)
    case STALL_EVENT_DROPPED: self = .dropped(Int(clamping: event.count))
    default: return nil
    }
  }
}

private func threads(of event: borrowing stall_event) -> [StalledThread] {
  let count = min(Int(event.thread_count), Int(STALL_EVENT_THREADS))
  // A C array is imported as a tuple of as many equal elements, which lie in memory one after another.
  return withUnsafeBytes(of: event.threads) { bytes in
    bytes.assumingMemoryBound(to: stall_thread.self).prefix(count).map { StalledThread($0) }
  }
}

extension StalledThread {
  fileprivate init(_ thread: stall_thread) {
    self.init(
      id: Int(thread.id), name: text(in: thread.name), doing: Doing(thread),
      cpu: Duration(nanoseconds: thread.cpu_ns), queue: Duration(nanoseconds: thread.queue_ns),
      observed: Duration(nanoseconds: thread.observed_ns))
  }
}

extension StalledThread.Doing {
  fileprivate init(_ thread: stall_thread) {
    switch thread.doing {
    case STALL_DOING_BUSY: self = .busy
    case STALL_DOING_WAITING_FOR_CPU: self = .waitingForCPU
    case STALL_DOING_BLOCKED:
      let channel = text(in: thread.channel)
      self = .blocked(call: thread.call.map { String(cString: $0) }, channel: channel.isEmpty ? nil : channel)
    default: self = .unknown
    }
  }
}

/// The text in an array of `char`, up to its first NUL or to its end.
private func text<Characters>(in characters: Characters) -> String {
  withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

extension Loop {
  /// - Parameter cell: A probe that lives during the call.
  init(watchedBy cell: OpaquePointer) {
    let label = stall_probe_label(cell).map { String(cString: $0) } ?? ""
    self.init(label: label, kind: Kind(stall_probe_kind(cell)))
  }
}

extension Loop.Kind {
  fileprivate init(_ kind: stall_kind) {
    self = Self.allCases.first { $0.engineKind == kind } ?? .probe
  }

  var engineKind: stall_kind {
    switch self {
    case .eventLoop: STALL_KIND_EVENT_LOOP
    case .mainActor: STALL_KIND_MAIN_ACTOR
    case .pool: STALL_KIND_POOL
    case .actor: STALL_KIND_ACTOR
    case .executor: STALL_KIND_EXECUTOR
    case .queue: STALL_KIND_QUEUE
    case .probe: STALL_KIND_PROBE
    }
  }
}
