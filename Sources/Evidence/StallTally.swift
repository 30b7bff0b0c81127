import Model

/// Adds up the lines of stall logs. What it keeps grows with the distinct stacks and sites, not with the lines, but
/// for one number for each stall, its duration.
struct StallTally {
  private var summary = StallSummary()
  var stacks = StackTable()
  private var sites = SiteTable()
  private var loops = LoopTable()
  private var processes: [String: StallLogCoverage.Process] = [:]
  private var dropped: [String: Int] = [:]
  private var pauses: [PauseKey: Int] = [:]
  private var stallMoments = LongestMoments(limit: 2000)
  private var pauseMoments = LongestMoments(limit: 300)
  private var density = DensityTable()
  private var runs: [RunKey: Run] = [:]
  private var current: RunKey
  /// Of the file that is read.
  private var number = 0

  init() {
    current = RunKey(file: 0, process: nil, name: "")
  }

  /// A process; where a file does not begin with a `start`, the file stands for it.
  private struct RunKey: Hashable {
    /// The number of the file; 0 where the process is known.
    var file: Int
    var process: Int?
    var name: String
  }

  private struct Run {
    var open: [Int: Stall] = [:]
    /// When each loop's delays were last written.
    var reported: [Int: Timestamp] = [:]
    var began: Timestamp?
    var isStopped = false
  }

  private struct Stall {
    var loop: Int
    var begin: Timestamp
    var duration: Int
    var evidence: SampledThreads
  }

  private struct PauseKey: Hashable {
    var kind: String
    var loop: Int?
  }

  mutating func beginFile() {
    number += 1
    current = RunKey(file: number, process: nil, name: "")
  }

  /// Something in the file is a log.
  mutating func countFile() { summary.log.files += 1 }

  mutating func countLine() { summary.log.lines += 1 }
  mutating func countDamagedLine() { summary.log.damagedLines += 1 }

  /// - Parameter isFirst: nothing of this file was used before.
  mutating func add(_ line: LogLine, isFirst: Bool) {
    var last = line.time
    switch line.content {
    case .start(let start): begin(start, at: line.time, isFirst: isFirst)
    case .stall(let stall):
      add(stall, at: line.time)
      last = line.time.adding(nanoseconds: stall.duration)
    case .pause(let kind, let duration, let loop):
      add(kind, duration, loop, at: line.time)
      last = line.time.adding(nanoseconds: duration)
    case .delays(let delays): add(delays, at: line.time)
    case .dropped(let what, let count): dropped[what] = dropped[what, default: 0].plus(count)
    case .stop: stop()
    case .unknown: summary.log.unknownLines += 1
    }
    summary.log.first = min(summary.log.first ?? line.time, line.time)
    summary.log.last = max(summary.log.last ?? last, last)
  }

  // MARK: runs

  private mutating func begin(_ start: LogLine.Start, at time: Timestamp, isFirst: Bool) {
    let key = RunKey(file: 0, process: start.process, name: start.name)
    // A file that begins with the process that an earlier file left unfinished goes on with it: it was rotated.
    let isRotation = start.continues ?? (isFirst && runs[key].map { !$0.isStopped } ?? false)
    if runs[key] == nil || !isRotation {
      abandon(key)
      runs[key] = Run(began: time)
      processes[start.name, default: .init(name: start.name)].runs += 1
    }
    current = key
  }

  private mutating func stop() {
    guard runs[current]?.isStopped != true else { return }
    runs[current, default: Run()].isStopped = true
    if current.process != nil { processes[current.name]?.stops += 1 }
  }

  /// What has no end by now will have none.
  private mutating func abandon(_ key: RunKey) {
    for (_, stall) in (runs[key]?.open ?? [:]).sorted(by: { $0.key < $1.key }) { finish(stall, isEnded: false) }
    runs[key]?.open = [:]
  }

  // MARK: stalls

  private mutating func add(_ line: LogLine.Stall, at time: Timestamp) {
    let loop = loops.index(of: line.loop, kind: line.kind, process: current.name)
    var stall = Stall(loop: loop, begin: time, duration: line.duration, evidence: SampledThreads(line.threads))
    let open = runs[current]?.open[line.id]
    guard line.isEnded else {
      // The same number again: its run ended without a word, and another one counts from 1.
      if let open { finish(open, isEnded: false) }
      runs[current, default: Run()].open[line.id] = stall
      return
    }
    if let open {
      if isOne(open, stall) {
        if open.evidence.samples > stall.evidence.samples || stall.evidence.isEmpty { stall.evidence = open.evidence }
      } else {
        finish(open, isEnded: false)
      }
      runs[current]?.open[line.id] = nil
    }
    finish(stall, isEnded: true)
  }

  /// Whether two lines with one number speak of one stall; numbers begin again when a process does.
  private func isOne(_ began: Stall, _ ended: Stall) -> Bool {
    let gap = began.begin.microseconds.plus(-ended.begin.microseconds).magnitude
    return began.loop == ended.loop && gap <= (ended.duration / 1000).plus(1_000_000).magnitude
  }

  private mutating func finish(_ stall: Stall, isEnded: Bool) {
    let site = sites.add(
      stall.evidence, loop: (stall.loop, loops.loops[stall.loop].label), at: stall.begin, stall.duration, isEnded,
      stacks)
    loops.loops[stall.loop].count.add(stall.duration, isEnded: isEnded)
    density.add(stall.duration, to: stall.loop, at: stall.begin)
    stallMoments.add(
      StallMoment(
        subject: .stall(site: site), loop: stall.loop, begin: stall.begin, duration: stall.duration, isEnded: isEnded))
  }

  // MARK: what is no stall

  private mutating func add(_ kind: String, _ duration: Int, _ label: String?, at time: Timestamp) {
    let loop = label.map { loops.index(of: $0, kind: nil, process: current.name) }
    let key = PauseKey(kind: kind, loop: loop)
    let index = pauses[key] ?? summary.pauses.count
    if index == summary.pauses.count {
      summary.pauses.append(StallPause(kind: kind, loop: loop))
      pauses[key] = index
    }
    summary.pauses[index].count += 1
    summary.pauses[index].total = summary.pauses[index].total.plus(duration)
    summary.pauses[index].max = max(summary.pauses[index].max, duration)
    pauseMoments.add(StallMoment(subject: .pause(index), loop: loop, begin: time, duration: duration, isEnded: true))
  }

  private mutating func add(_ delays: LogLine.Delays, at time: Timestamp) {
    let loop = loops.index(of: delays.loop, kind: delays.kind, process: current.name)
    let before = runs[current]?.reported[loop] ?? runs[current]?.began
    runs[current, default: Run()].reported[loop] = time
    // The busy share holds for the time since the line before.
    loops.add(delays, to: loop, weight: max(1, before.map { time.microseconds.plus(-$0.microseconds) } ?? 1))
  }

  // MARK: the end

  /// All that was added; stalls that are still open have no end.
  consuming func finished() -> StallSummary {
    for key in runs.keys.sorted(by: { ($0.name, $0.process ?? 0, $0.file) < ($1.name, $1.process ?? 0, $1.file) }) {
      abandon(key)
    }
    summary.moments = stallMoments.longest + pauseMoments.longest
    summary.momentCount = stallMoments.count + pauseMoments.count
    summary.density = density.finished()
    summary.log.processes = processes.values.sorted { $0.name < $1.name }
    summary.log.dropped = dropped.map { StallLogCoverage.Dropped(what: $0.key, count: $0.value) }
      .sorted { $0.what < $1.what }
    summary.frames = stacks.frames
    summary.loops = loops.finished()
    summary.sites = sites.finished(stacks)
    return summary.arranged()
  }
}
