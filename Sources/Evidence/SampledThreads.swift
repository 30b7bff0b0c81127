import Model

/// What the threads of a stalled loop were seen to do, in short.
struct SampledThreads {
  /// Indices of stacks with their samples, over all threads; the most frequent first.
  private(set) var stacks: [(stack: Int, count: Int)] = []
  private(set) var samples = 0
  /// In words; nil where nothing is known.
  private(set) var cause: String?
  private(set) var isBusy = false
  private let isThreadless: Bool

  /// Nothing was seen.
  var isEmpty: Bool { samples == 0 && isThreadless }

  init(_ threads: [LogLine.Thread]) {
    isThreadless = threads.isEmpty
    var order: [Int] = []
    var counts: [Int: Int] = [:]
    for sample in threads.lazy.flatMap(\.samples) {
      if counts[sample.stack] == nil { order.append(sample.stack) }
      counts[sample.stack] = counts[sample.stack, default: 0].plus(sample.count)
      samples = samples.plus(sample.count)
    }
    // Of equally frequent ones the first stays first.
    stacks = order.enumerated().map { ($0.offset, $0.element, counts[$0.element, default: 0]) }
      .sorted { ($1.2, $0.0) < ($0.2, $1.0) }.map { ($0.1, $0.2) }
    guard let thread = Self.telling(threads, of: stacks.first?.stack) else { return }
    cause = thread.cause
    isBusy = thread.doing == "busy"
  }

  /// The thread that was seen most in the most frequent stack; without stacks, the first of which something is known.
  private static func telling(_ threads: [LogLine.Thread], of stack: Int?) -> LogLine.Thread? {
    guard let stack else { return threads.first { $0.cause != nil } }
    var best: (thread: LogLine.Thread, count: Int)?
    for thread in threads {
      let count = thread.samples.reduce(0) { $1.stack == stack ? $0.plus($1.count) : $0 }
      if count > best?.count ?? 0 { best = (thread, count) }
    }
    return best?.thread
  }
}

extension LogLine.Thread {
  /// In words; nil where nothing is known.
  var cause: String? {
    switch doing {
    case "busy": "busy on a CPU"
    case "blocked": call.map { "blocked in \($0)" } ?? "blocked"
    case "waiting-for-cpu": "waiting for a CPU"
    case "", "unknown": nil
    default: doing
    }
  }
}
