import Model

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the page's script draws.
struct StallPageData: Encodable {
  /// Stacks beyond are left out of the flame graph; they are the ones that cost least.
  private static let stackLimit = 4000

  let first: Int
  let last: Int
  let loops: [Loop]
  let frames: [Frame]
  let sites: [Site]
  let stacks: [Stack]
  let hiddenStacks: Int
  let pauses: [String]
  let moments: [Moment]
  let momentCount: Int
  /// The length of a bin in microseconds.
  let binWidth: Int
  /// [loop, begin in microseconds since 1970, time lost in nanoseconds]; empty where every moment is there.
  let bins: [[Int]]

  init(_ summary: StallSummary) {
    first = summary.log.first?.microseconds ?? 0
    last = summary.log.last?.microseconds ?? 0
    loops = summary.loops.indices.map { Loop(summary.loops[$0], label: summary.label(ofLoop: $0)) }
    sites = summary.sites.map { Site(name: summary.name(of: $0).printable, cause: $0.causes.first?.text.printable) }
    let all = summary.sites.enumerated().flatMap { index, site in site.stacks.map { (index, $0) } }
    let shown = all.sorted { ($1.1.time, $0.0) < ($0.1.time, $1.0) }.prefix(Self.stackLimit)
    hiddenStacks = all.count - shown.count
    let lookalikes = summary.lookalikes
    var numbers: [Int: Int] = [:]
    var used: [Int] = []
    stacks = shown.map { site, stack in
      let frames = stack.frames.reversed().map { lookalikes[$0] }.map { frame in
        if let number = numbers[frame] { return number }
        numbers[frame] = used.count
        used.append(frame)
        return used.count - 1
      }
      return Stack(s: site, f: frames, t: stack.time, n: stack.samples)
    }
    frames = used.map { Frame(summary.frames[$0]) }
    pauses = summary.pauses.map(\.kind.printable)
    moments = summary.moments.map(Moment.init)
    momentCount = summary.momentCount
    binWidth = summary.density.width
    bins =
      summary.momentCount == summary.moments.count
      ? [] : summary.density.bins.map { [$0.loop, $0.begin.microseconds, $0.lost] }
  }

  /// JSON that can stand inside a script element: no text in it can end the element or begin a comment.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      // The encoder refuses only numbers that are not finite, and these are integers or rounded shares.
      preconditionFailure("a page holds a value that JSON cannot")
    }
    var result = ""
    for scalar in String(decoding: data, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "<": result += "\\u003c"
      case ">": result += "\\u003e"
      case "&": result += "\\u0026"
      case "\u{2028}": result += "\\u2028"
      case "\u{2029}": result += "\\u2029"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  struct Loop: Encodable {
    let label: String
    let stalls: Int
    let delays: Delays?

    init(_ loop: WatchedLoop, label: String) {
      self.label = label.printable
      stalls = loop.count.stalls
      delays = loop.delays.map(Delays.init)
    }
  }

  struct Delays: Encodable {
    let count: Int
    let p50: Int
    let p99: Int
    let p999: Int
    let max: Int
    let buckets: [[Int]]

    init(_ delays: LoopDelays) {
      count = delays.count
      p50 = delays.quantile(permille: 500)
      p99 = delays.quantile(permille: 990)
      p999 = delays.quantile(permille: 999)
      max = delays.max
      buckets = delays.buckets.map { [$0.limit, $0.count] }
    }
  }

  /// One-letter names: a page may hold tens of thousands of these.
  struct Frame: Encodable {
    /// name
    let n: String
    /// file and line, or image
    let o: String
    /// image
    let i: String
    /// 0 own, 1 of a library, 2 of the system
    let k: Int
    /// 1 for an async frame, 2 for an inlined one
    let a: Int

    init(_ frame: StallFrame) {
      n = frame.name.printable
      o = frame.place.map { "\($0.file):\($0.line)" }?.printable ?? frame.image?.printable ?? ""
      i = frame.image?.printable ?? ""
      k = frame.isSystem ? 2 : frame.isDependency ? 1 : 0
      a = frame.kind == .async ? 1 : frame.kind == .inlined ? 2 : 0
    }
  }

  struct Site: Encodable {
    let name: String
    let cause: String?
  }

  struct Stack: Encodable {
    /// site
    let s: Int
    /// frames, outermost first
    let f: [Int]
    /// time in nanoseconds
    let t: Int
    /// samples
    let n: Int
  }

  struct Moment: Encodable {
    /// loop, or -1 for all
    let l: Int
    /// begin in microseconds since 1970
    let b: Int
    /// duration in nanoseconds
    let d: Int
    /// site, or nil
    let s: Int?
    /// pause, or nil
    let p: Int?
    /// has an end
    let e: Bool

    init(_ moment: StallMoment) {
      l = moment.loop ?? -1
      b = moment.begin.microseconds
      d = moment.duration
      e = moment.isEnded
      switch moment.subject {
      case .stall(let site):
        s = site
        p = nil
      case .pause(let pause):
        s = nil
        p = pause
      }
    }
  }
}
