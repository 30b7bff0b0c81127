import Model

/// The sites seen so far.
struct SiteTable {
  private struct Entry {
    var site: StallSite
    var causes: [String: Int] = [:]
    var loops: [Int: Int] = [:]
    var stacks: [Int: StallStack] = [:]
  }

  private struct Naming: Hashable {
    var stack: Int
    var isBusy: Bool
  }

  private var entries: [Entry] = []
  private var indices: [StallSite.Identity: Int] = [:]
  private var known: [Naming: (StallSite.Identity, frame: Int?)] = [:]

  /// Adds a stall; returns the index of its site.
  mutating func add(
    _ threads: SampledThreads, loop: (index: Int, label: String), at time: Timestamp, _ duration: Int, _ isEnded: Bool,
    _ table: StackTable
  ) -> Int {
    let (identity, frame) = identity(of: threads, loop: loop.label, table)
    let index = indices[identity] ?? entries.count
    if index == entries.count {
      entries.append(Entry(site: StallSite(identity: identity, frame: frame, at: time)))
      indices[identity] = index
    }
    entries[index].site.count.add(duration, isEnded: isEnded)
    if isEnded { entries[index].site.durations.append(duration) }
    entries[index].site.first = min(entries[index].site.first, time)
    entries[index].site.last = max(entries[index].site.last, time)
    if let cause = threads.cause { entries[index].causes[cause, default: 0] += 1 }
    entries[index].loops[loop.index, default: 0] += 1
    for (rank, sample) in threads.stacks.enumerated() {
      var stack = entries[index].stacks[sample.stack] ?? StallStack(frames: [], samples: 0, time: 0, count: .init())
      stack.samples = stack.samples.plus(sample.count)
      stack.time = stack.time.plus(Self.share(of: duration, sample.count, of: threads.samples))
      if rank == 0 { stack.count.add(duration, isEnded: isEnded) }
      entries[index].stacks[sample.stack] = stack
    }
    return index
  }

  func finished(_ table: StackTable) -> [StallSite] {
    entries.map { entry in
      var site = entry.site
      site.durations.sort()
      site.causes = entry.causes.map { StallSite.Share(text: $0.key, count: $0.value) }
        .sorted { ($1.count, $0.text) < ($0.count, $1.text) }
      site.loops = entry.loops.map { StallSite.LoopShare(index: $0.key, count: $0.value) }
        .sorted { $0.index < $1.index }
      site.stacks = entry.stacks.sorted { ($1.value.time, $0.key) < ($0.value.time, $1.key) }.map { key, value in
        var stack = value
        stack.frames = table.stacks[key]
        return stack
      }
      site.frame = Self.mostCostlyFrame(of: site, table)
      return site
    }
  }

  /// Of a function that was caught on several lines, the one that cost most.
  private static func mostCostlyFrame(of site: StallSite, _ table: StackTable) -> Int? {
    guard case .function(let function, let file) = site.identity else { return site.frame }
    let frames = site.stacks.first?.frames ?? []
    return frames.first {
      table.frames[$0].function == function && table.frames[$0].file == file && table.frames[$0].isOwn
    } ?? site.frame
  }

  private mutating func identity(
    of threads: SampledThreads, loop: String, _ table: StackTable
  ) -> (StallSite.Identity, frame: Int?) {
    let unnamed = (threads.cause.map { StallSite.Identity.doing($0) } ?? .loop(loop), frame: Int?.none)
    guard let stack = threads.stacks.first?.stack else { return unnamed }
    let naming = Naming(stack: stack, isBusy: threads.isBusy)
    if let known = known[naming] { return known }
    let frames = table.stacks[stack]
    guard let frame = Self.siteFrame(of: frames, table) else { return unnamed }
    let answer = (Self.identity(of: table.frames[frame], isBusy: threads.isBusy), frame: Int?.some(frame))
    known[naming] = answer
    return answer
  }

  /// The innermost frame of the program's own code; else of code that is not the system's; else that has a name.
  private static func siteFrame(of frames: [Int], _ table: StackTable) -> Int? {
    frames.first { table.frames[$0].isOwn }
      ?? frames.first {
        !table.frames[$0].isSystem && !table.frames[$0].isDependency && table.frames[$0].function != nil
      }
      ?? frames.first { table.frames[$0].function != nil }
  }

  private static func identity(of frame: StallFrame, isBusy: Bool) -> StallSite.Identity {
    if let file = frame.file, let line = frame.line {
      if isBusy, let function = frame.function { return .function(function, file: file) }
      return .line(function: frame.function, file: file, line: line)
    }
    return .symbol(frame.name, image: frame.image)
  }

  private static func share(of duration: Int, _ count: Int, of all: Int) -> Int {
    let share = Double(duration) * (Double(count) / Double(max(1, all)))
    return Int(exactly: share.rounded()) ?? duration
  }
}
