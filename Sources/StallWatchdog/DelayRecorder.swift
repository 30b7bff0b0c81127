internal import CStallProbe

/// How late the loops of one watchdog were, since somebody last asked.
///
/// The engine's thread and those who ask take the lock, never a thread that is watched.
final class DelayRecorder: Sendable {
  private struct Meter {
    var histogram = DelayHistogram()
    /// As they stood when somebody last asked.
    var usage: (cpu: UInt64, observed: UInt64) = (0, 0)
    var pieces: [UInt32] = []
  }

  private let meters = Locked<[String: Meter]>([:])

  func record(_ delay: UInt64, interval: UInt64, of label: String) {
    meters.withLock { $0[label, default: Meter()].histogram.record(delay, interval: interval) }
  }

  func forget(_ label: String) {
    meters.withLock { $0[label] = nil }
  }

  func take(_ probe: Probe) -> LoopDelays {
    let usage = probe.usage
    let pieces = probe.loop.kind == .probe ? probe.pieces : []
    var (histogram, busy) = meters.withLock { meters in
      var meter = meters[probe.loop.label] ?? Meter()
      let histogram = meter.histogram
      let observed = usage.observed &- meter.usage.observed
      let busy = observed > 0 ? min(Double(usage.cpu &- meter.usage.cpu) / Double(observed), 1) : nil
      let before = meter.pieces
      meter = Meter(usage: usage, pieces: pieces)
      meters[probe.loop.label] = meter
      return ((histogram, before), busy)
    }
    for (bucket, count) in pieces.enumerated() {
      let new = count &- (bucket < histogram.1.count ? histogram.1[bucket] : 0)
      if new > 0 {
        histogram.0.record(pieces: UInt64(new), of: max(stall_bucket_end(UInt32(bucket)), 1) - 1)
      }
    }
    return histogram.0.delays(of: probe.loop, busy: busy)
  }
}

extension Probe {
  fileprivate var usage: (cpu: UInt64, observed: UInt64) {
    guard let cell else { return (0, 0) }
    var cpu: UInt64 = 0
    var observed: UInt64 = 0
    stall_probe_usage(cell, &cpu, &observed)
    return (cpu, observed)
  }

  fileprivate var pieces: [UInt32] {
    guard let cell else { return [] }
    let count = Int(STALL_BUCKETS)
    return [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initialize(repeating: 0)
      stall_probe_pieces(cell, buffer.baseAddress)
      initialized = count
    }
  }
}
