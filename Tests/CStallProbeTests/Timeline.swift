import CStallProbe

/// One loop and its judge on a clock that only the test moves.
///
/// A step is one millisecond. `#` is a piece of work that goes on, `.` is waiting, `s` is work while the whole process
/// is stopped, `q` is work whose thread is ready and has no CPU.
struct Timeline {
  enum Event: Equatable, CustomStringConvertible {
    case began(at: Int, seenAt: Int)
    case ended(at: Int, lasted: Int)
    case starved(at: Int, lasted: Int)

    var description: String {
      switch self {
      case .began(let at, let seenAt): "began \(at), seen \(seenAt)"
      case .ended(let at, let lasted): "ended \(at), lasted \(lasted)"
      case .starved(let at, let lasted): "starved \(at), lasted \(lasted)"
      }
    }
  }

  static let millisecond: UInt64 = 1_000_000
  /// Zero is never, so that the clock starts later.
  static let start: UInt64 = 1_000_000_000

  let steps: [Character]
  var judge: stall_judge
  var lost = stall_lost()
  /// Whether the scheduler's account of the thread can be read.
  var hasAccount: Bool

  init(_ steps: String, threshold: Int, interval: Int = 1, rest: Int = 4, asks: Bool, hasAccount: Bool = true) {
    self.steps = Array(steps)
    self.hasAccount = hasAccount
    judge = stall_judge_make(
      asks, UInt64(threshold) * Self.millisecond, UInt64(interval) * Self.millisecond,
      UInt64(rest) * Self.millisecond)
  }

  private static func time(_ step: Int) -> UInt64 { start + UInt64(step) * millisecond }

  /// Plays the steps from left to right, and a few of waiting at the end.
  func events() -> [Event] {
    var player = Player(timeline: self)
    return player.play()
  }

  /// How many heartbeats are sent.
  func heartbeats() -> Int {
    var player = Player(timeline: self)
    _ = player.play()
    return player.sent
  }

  private struct Player {
    var timeline: Timeline
    var events: [Event] = []
    var sent = 0
    var next = Timeline.start
    var pending: UInt32?
    var signs = stall_signs()
    var workBegan: Int?
    var turn: UInt64 = 0
    var worked = false

    init(timeline: Timeline) { self.timeline = timeline }

    mutating func play() -> [Event] {
      let steps = timeline.steps + Array(repeating: ".", count: 10)
      var stoppedAt: Int?
      for (step, kind) in steps.enumerated() {
        let now = Timeline.time(step)
        advance(to: step, kind: kind)
        if kind == "s" {
          stoppedAt = stoppedAt ?? step
          continue
        }
        if let began = stoppedAt {
          stall_lost_add(&timeline.lost, Timeline.time(began), now)
          stoppedAt = nil
        }
        if now >= next { look(now) }
        if kind == "." { answer(now) }
      }
      return events
    }

    /// What the loop does in this step, before anybody looks.
    mutating func advance(to step: Int, kind: Character) {
      let now = Timeline.time(step)
      if kind == "." {
        if let began = workBegan {
          finish(began: began, ended: step)
        }
        answer(now)
      } else {
        worked = true
        if workBegan == nil {
          workBegan = step
          turn += 1
          signs.since = now
          signs.turn = turn
          // A loop that tells rings the bell.
          if !timeline.judge.asks { next = min(next, now) }
        }
        if kind == "q" { signs.queued += Timeline.millisecond }
      }
    }

    mutating func answer(_ now: UInt64) {
      guard let asked = pending else { return }
      signs.answered = asked
      signs.answered_at = now
      pending = nil
    }

    mutating func finish(began: Int, ended: Int) {
      workBegan = nil
      signs.since = 0
      let span = stall_span(begin: Timeline.time(began), end: Timeline.time(ended), turn: turn)
      if timeline.judge.asks || span.end - span.begin < timeline.judge.threshold { return }
      withUnsafeMutableBytes(of: &signs.ended) { bytes in
        bytes.bindMemory(to: stall_span.self)[0] = span
      }
      signs.ended_count = 1
      next = min(next, Timeline.time(ended))
    }

    mutating func look(_ now: UInt64) {
      signs.active = worked
      signs.begun = 0
      if timeline.hasAccount, let began = workBegan, timeline.judge.sent != 0 {
        signs.begun = Timeline.time(began)
      }
      let judgement = stall_judge_look(&timeline.judge, &signs, &timeline.lost, now)
      signs.ended_count = 0
      worked = workBegan != nil
      note(judgement)
      next = judgement.waits ? UInt64.max : judgement.next
      if judgement.send {
        sent += 1
        pending = timeline.judge.asked
      }
    }

    mutating func note(_ judgement: stall_judgement) {
      withUnsafeBytes(of: judgement.verdicts) { bytes in
        for verdict in bytes.bindMemory(to: stall_verdict.self).prefix(Int(judgement.count)) {
          events.append(Self.event(verdict))
        }
      }
    }

    static func event(_ verdict: stall_verdict) -> Event {
      func step(_ time: UInt64) -> Int { Int(time - Timeline.start) / Int(Timeline.millisecond) }
      let lasted = Int(verdict.duration / Timeline.millisecond)
      switch verdict.kind {
      case STALL_VERDICT_BEGAN: return .began(at: step(verdict.begin), seenAt: step(verdict.end))
      case STALL_VERDICT_STARVED: return .starved(at: step(verdict.begin), lasted: lasted)
      default: return .ended(at: step(verdict.begin), lasted: lasted)
      }
    }
  }
}
