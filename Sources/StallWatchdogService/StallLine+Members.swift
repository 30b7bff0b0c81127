import StallWatchdog

extension JSONText {
  mutating func write(_ start: StallLine.Start) {
    key("process")
    object { process in
      process.member("id", start.processID)
      process.member("name", start.processName)
    }
    member("threshold_ns", start.threshold)
    member("stacks", start.stacks)
  }

  mutating func write(_ stall: Stall, phase: String) {
    member("phase", phase)
    member("id", stall.id)
    member("loop", stall.loop.label)
    member("kind", stall.loop.kind.rawValue)
    member("threshold_ns", stall.threshold)
    member("duration_ns", stall.duration)
    member("uncertainty_ns", stall.uncertainty)
    key("threads")
    array(of: stall.threads) { $0.write($1) }
  }

  mutating func write(_ pause: Pause) {
    member("kind", pause.kind.rawValue)
    member("duration_ns", pause.duration)
    if let loop = pause.loop { member("loop", loop.label) }
  }

  mutating func write(_ delays: LoopDelays) {
    member("loop", delays.loop.label)
    member("kind", delays.loop.kind.rawValue)
    member("count", delays.count)
    member("mean_ns", delays.mean)
    member("p50_ns", delays.p50)
    member("p90_ns", delays.p90)
    member("p99_ns", delays.p99)
    member("p999_ns", delays.p999)
    member("max_ns", delays.max)
    if let busy = delays.busy {
      key("busy")
      share(busy)
    }
    key("buckets")
    array(of: delays.coarseBuckets) { json, bucket in
      json.array(of: [Int64(clamping: bucket.highest.clampedNanoseconds), Int64(bucket.count)]) { $0.number($1) }
    }
  }

  private mutating func write(_ thread: StalledThread) {
    object { json in
      json.member("id", thread.id)
      json.member("name", thread.name)
      json.member("doing", thread.doing.word)
      if case .blocked(let call, let channel) = thread.doing {
        if let call { json.member("call", call) }
        if let channel { json.member("channel", channel) }
      }
      json.member("cpu_ns", thread.cpu)
      json.member("queue_ns", thread.queue)
      json.member("observed_ns", thread.observed)
      guard !thread.samples.isEmpty else { return }
      json.key("samples")
      json.array(of: thread.samples) { $0.write($1) }
    }
  }

  private mutating func write(_ sample: StackSample) {
    object { json in
      json.member("count", sample.count)
      json.key("frames")
      json.array(of: sample.stack.frames) { $0.write($1) }
    }
  }

  private mutating func write(_ frame: StackFrame) {
    object { json in
      json.member("kind", frame.kind.rawValue)
      if let function = frame.function { json.member("function", function) }
      if let image = frame.image { json.member("image", image) }
      json.member("address", "0x" + String(frame.offset, radix: 16))
      if let file = frame.file { json.member("file", file) }
      if let line = frame.line, line > 0 { json.member("line", line) }
      if let column = frame.column, column > 0 { json.member("column", column) }
      if frame.isSystem { json.member("system", true) }
    }
  }
}

extension StalledThread.Doing {
  /// As a stall log spells it.
  var word: String {
    switch self {
    case .busy: "busy"
    case .blocked: "blocked"
    case .waitingForCPU: "waiting-for-cpu"
    case .unknown: "unknown"
    }
  }
}

extension LoopDelays {
  /// Eight buckets for each doubling, so that a line has some hundred at most. The quantiles beside them are exact.
  var coarseBuckets: [Bucket] {
    var coarse: [(step: UInt64, bucket: Bucket)] = []
    for bucket in buckets where bucket.count > 0 {
      let step = Self.step(of: bucket.highest.clampedNanoseconds)
      if let last = coarse.last, last.step == step {
        coarse[coarse.count - 1].bucket = Bucket(highest: bucket.highest, count: last.bucket.count + bucket.count)
      } else {
        coarse.append((step, bucket))
      }
    }
    return coarse.map(\.bucket)
  }

  /// The highest bit and the three behind it.
  private static func step(of value: UInt64) -> UInt64 {
    let bits = UInt64(Swift.max(63 - value.leadingZeroBitCount, 3))
    return bits << 3 | (value >> (bits - 3) & 7)
  }
}
