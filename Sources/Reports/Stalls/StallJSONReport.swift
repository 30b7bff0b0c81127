import Model

/// The tool's own JSON about stalls, version 1. `Model` is free to change; this layout is not.
struct StallJSONReport: Encodable {
  let version = 1
  let tool: JSONReport.Tool
  let log: Log
  let stalls: Count
  let sites: [Site]
  let hiddenSites: Int
  let loops: [Loop]
  let pauses: [Pause]
  let moments: [Moment]
  let momentCount: Int

  enum CodingKeys: String, CodingKey {
    case version, tool, log, stalls, sites
    case hiddenSites = "hidden_sites"
    case loops, pauses
    case moments = "timeline"
    case momentCount = "timeline_count"
  }

  init(_ summary: StallSummary, _ options: StallReportOptions) {
    tool = JSONReport.Tool(version: options.toolVersion)
    log = Log(summary.log)
    stalls = Count(summary.count)
    let shown = summary.sites.prefix(options.top ?? summary.sites.count)
    sites = shown.map { Site($0, in: summary) }
    hiddenSites = summary.sites.count - shown.count
    loops = summary.loops.map(Loop.init)
    pauses = summary.pauses.map { Pause($0, in: summary) }
    moments = summary.moments.map { Moment($0, in: summary) }
    momentCount = summary.momentCount
  }

  var text: String { StableJSON.text(of: self) }

  struct Log: Encodable {
    let files: Int
    let lines: Int
    let damagedLines: Int
    let unknownLines: Int
    let first: String?
    let last: String?
    let processes: [Process]
    let dropped: [Dropped]

    enum CodingKeys: String, CodingKey {
      case files, lines
      case damagedLines = "damaged_lines"
      case unknownLines = "unknown_lines"
      case first, last, processes, dropped
    }

    init(_ log: StallLogCoverage) {
      files = log.files
      lines = log.lines
      damagedLines = log.damagedLines
      unknownLines = log.unknownLines
      first = log.first?.description
      last = log.last?.description
      processes = log.processes.map { Process(name: $0.name, runs: $0.runs, stops: $0.stops) }
      dropped = log.dropped.map { Dropped(what: $0.what, count: $0.count) }
    }

    struct Process: Encodable {
      let name: String
      let runs: Int
      let stops: Int
    }

    struct Dropped: Encodable {
      let what: String
      let count: Int
    }
  }

  struct Count: Encodable {
    let ended: Int
    let total: Int
    let max: Int
    let unended: Int
    let unendedTotal: Int
    let unendedMax: Int

    enum CodingKeys: String, CodingKey {
      case ended, unended
      case total = "total_ns"
      case max = "max_ns"
      case unendedTotal = "unended_total_ns"
      case unendedMax = "unended_max_ns"
    }

    init(_ count: StallCount) {
      ended = count.ended
      total = count.total
      max = count.max
      unended = count.unended
      unendedTotal = count.unendedTotal
      unendedMax = count.unendedMax
    }
  }

  struct Share: Encodable {
    let name: String
    let count: Int
  }

  struct Site: Encodable {
    let name: String
    let file: String?
    let line: Int?
    let stalls: Count
    let p50: Int?
    let p99: Int?
    let causes: [Share]
    let loops: [Share]
    let first: String
    let last: String
    let stacks: [Stack]
    let findings: [Prediction]?

    enum CodingKeys: String, CodingKey {
      case name, file, line, stalls
      case p50 = "p50_ns"
      case p99 = "p99_ns"
      case causes, loops, first, last, stacks, findings
    }

    init(_ site: StallSite, in summary: StallSummary) {
      let place = summary.place(of: site)
      name = summary.name(of: site)
      file = place?.file
      line = place?.line
      stalls = Count(site.count)
      p50 = site.percentile(50)
      p99 = site.percentile(99)
      causes = site.causes.map { Share(name: $0.text, count: $0.count) }
      loops = site.loops.map { Share(name: summary.label(ofLoop: $0.index), count: $0.count) }
      first = site.first.description
      last = site.last.description
      stacks = site.stacks.map { Stack($0, in: summary) }
      findings = summary.isJoined ? site.predictions.map(Prediction.init) : nil
    }
  }

  struct Prediction: Encodable {
    let rule: String
    let severity: String
    let confidence: String
    let place: JSONReport.Place
    let message: String
    let fingerprint: String
    let isAlongPath: Bool

    enum CodingKeys: String, CodingKey {
      case rule, severity, confidence, place, message, fingerprint
      case isAlongPath = "along_path"
    }

    init(_ prediction: StallSite.Prediction) {
      let finding = prediction.finding
      isAlongPath = prediction.isAlongPath
      rule = finding.rule
      severity = finding.severity.rawValue
      confidence = finding.confidence.rawValue
      place = JSONReport.Place(finding.place)
      message = finding.message
      fingerprint = finding.fingerprint
    }
  }

  struct Stack: Encodable {
    let samples: Int
    let time: Int
    let frames: [Frame]

    enum CodingKeys: String, CodingKey {
      case samples
      case time = "time_ns"
      case frames
    }

    init(_ stack: StallStack, in summary: StallSummary) {
      samples = stack.samples
      time = stack.time
      frames = stack.frames.map { Frame(summary.frames[$0]) }
    }
  }

  struct Frame: Encodable {
    let kind: String
    let function: String?
    let image: String?
    let address: String?
    let file: String?
    let line: Int?
    let column: Int?
    let system: Bool

    init(_ frame: StallFrame) {
      kind = frame.kind.rawValue
      function = frame.function
      image = frame.image
      address = frame.address
      file = frame.file
      line = frame.line
      column = frame.column
      system = frame.isSystem
    }
  }
}

extension StallJSONReport {
  struct Loop: Encodable {
    let label: String
    let kind: String
    let process: String
    let stalls: Count
    let delays: Delays?

    init(_ loop: WatchedLoop) {
      label = loop.label
      kind = loop.kind
      process = loop.process
      stalls = Count(loop.count)
      delays = loop.delays.map(Delays.init)
    }
  }

  struct Delays: Encodable {
    let count: Int
    let mean: Int
    let p50: Int
    let p90: Int
    let p99: Int
    let p999: Int
    let max: Int
    let busy: Double?
    let buckets: [[Int]]

    enum CodingKeys: String, CodingKey {
      case count
      case mean = "mean_ns"
      case p50 = "p50_ns"
      case p90 = "p90_ns"
      case p99 = "p99_ns"
      case p999 = "p999_ns"
      case max = "max_ns"
      case busy, buckets
    }

    init(_ delays: LoopDelays) {
      count = delays.count
      mean = delays.mean
      p50 = delays.quantile(permille: 500)
      p90 = delays.quantile(permille: 900)
      p99 = delays.quantile(permille: 990)
      p999 = delays.quantile(permille: 999)
      max = delays.max
      // Four digits say all there is to say, and the same on every machine.
      busy = delays.busy.map { ($0 * 10_000).rounded() / 10_000 }
      buckets = delays.buckets.map { [$0.limit, $0.count] }
    }
  }

  struct Pause: Encodable {
    let kind: String
    let loop: String?
    let count: Int
    let total: Int
    let max: Int

    enum CodingKeys: String, CodingKey {
      case kind, loop, count
      case total = "total_ns"
      case max = "max_ns"
    }

    init(_ pause: StallPause, in summary: StallSummary) {
      kind = pause.kind
      loop = pause.loop.map { summary.label(ofLoop: $0) }
      count = pause.count
      total = pause.total
      max = pause.max
    }
  }

  struct Moment: Encodable {
    let begin: String
    let duration: Int
    let ended: Bool
    let loop: String?
    /// From 1, in the order of the sites; nil for a pause.
    let site: Int?
    let pause: String?

    enum CodingKeys: String, CodingKey {
      case begin
      case duration = "duration_ns"
      case ended, loop, site, pause
    }

    init(_ moment: StallMoment, in summary: StallSummary) {
      begin = moment.begin.description
      duration = moment.duration
      ended = moment.isEnded
      loop = moment.loop.map { summary.label(ofLoop: $0) }
      switch moment.subject {
      case .stall(let index):
        site = index + 1
        pause = nil
      case .pause(let index):
        site = nil
        pause = summary.pauses[index].kind
      }
    }
  }
}
