/// What is known so far of a stall that lasts.
struct StallDraft {
  private struct Count {
    var stack: CapturedStack
    var count: Int
  }

  /// So many distinct stacks of one thread are kept; a stall that shows more is not explained by any of them.
  private static let limit = 64

  private var known: Stall
  /// By the id of the thread, in the order in which they were seen first.
  private var samples: [Int: [Count]] = [:]

  var id: Int { known.id }

  init(_ stall: Stall) {
    known = stall
  }

  mutating func add(_ sample: EngineEvent.Sample?) {
    guard let sample else { return }
    var counts = samples[sample.thread] ?? []
    if let index = counts.firstIndex(where: { $0.stack == sample.stack }) {
      counts[index].count += 1
    } else if counts.count < Self.limit {
      counts.append(Count(stack: sample.stack, count: 1))
    }
    samples[sample.thread] = counts
  }

  /// Takes over what its threads are doing now.
  mutating func see(_ stall: Stall) {
    for thread in stall.threads { update(thread, doing: thread.doing) }
  }

  /// Takes over the exact duration.
  ///
  /// What a thread does when the stall is over is not what made it stall: what it was doing before stays.
  mutating func end(_ stall: Stall) {
    let threads = known.threads
    known = stall
    known.threads = threads
    for thread in stall.threads { update(thread, doing: nil) }
  }

  func stall(lookUp: (CapturedStack) -> Stack) -> Stall {
    var stall = known
    for index in stall.threads.indices {
      // Sorting keeps the order of equals, so that the same samples give the same list.
      stall.threads[index].samples = (samples[stall.threads[index].id] ?? [])
        .sorted { $0.count > $1.count }
        .map { StackSample(count: $0.count, stack: lookUp($0.stack)) }
    }
    return stall
  }

  private mutating func update(_ thread: StalledThread, doing: StalledThread.Doing?) {
    guard let index = known.threads.firstIndex(where: { $0.id == thread.id }) else {
      known.threads.append(thread)
      return
    }
    let before = known.threads[index].doing
    known.threads[index] = thread
    known.threads[index].doing = doing ?? (before == .unknown ? thread.doing : before)
  }
}
