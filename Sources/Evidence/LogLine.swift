import Model

/// A line of a stall log; `Sources/StallWatchdogService/stalls.schema.json` is the contract.
struct LogLine {
  var time: Timestamp
  var content: Content

  enum Content {
    case start(Start)
    case stall(Stall)
    case pause(kind: String, duration: Int, loop: String?)
    case delays(Delays)
    case dropped(what: String, count: Int)
    case stop
    /// A type that this version does not know.
    case unknown
  }

  struct Start {
    var process: Int
    var name: String
    /// The run began in an earlier file; nil where the writer does not say.
    var continues: Bool?
  }

  struct Stall {
    var isEnded: Bool
    var id: Int
    var loop: String
    var kind: String
    var duration: Int
    var threads: [Thread] = []
  }

  struct Thread {
    var doing = ""
    var call: String?
    var samples: [Sample] = []
  }

  struct Sample {
    /// An index of the table of stacks.
    var stack: Int
    var count: Int
  }

  struct Delays {
    var loop: String
    var kind: String
    var count: Int
    var mean: Int
    var max: Int
    var busy: Double?
    var buckets: [LoopDelays.Bucket]
  }
}

extension LogLine {
  typealias Fault = JSONCursor.Fault

  /// Reads one line; its stacks go into the table.
  init(_ bytes: [UInt8], _ range: Range<Int>, _ stacks: inout StackTable) throws(Fault) {
    let members = try Members(bytes, range)
    let version = try members.required("version") { cursor throws(Fault) in try cursor.count() }
    guard version == 1 else {
      throw Fault(message: "version \(version) of the log; this tool reads version 1", index: range.lowerBound)
    }
    let text = try members.required("time") { cursor throws(Fault) in try cursor.string() }
    guard let time = Timestamp(text) else {
      throw Fault(message: "no time of the form 2026-01-31T23:59:59.123456Z", index: members.start(of: "time"))
    }
    self.time = time
    content =
      switch try members.text("type") {
      case "start": .start(try Self.start(members))
      case "stall": .stall(try Self.stall(members, &stacks))
      case "pause":
        .pause(
          kind: try members.text("kind"), duration: try members.count("duration_ns"),
          loop: try members.optional("loop") { cursor throws(Fault) in try cursor.string() })
      case "delays": .delays(try Self.delays(members))
      case "dropped": .dropped(what: try members.text("what"), count: try members.count("count"))
      case "stop": .stop
      default: .unknown
      }
  }

  private static func start(_ members: Members) throws(Fault) -> Start {
    let process = try members.members("process")
    return Start(
      process: try process.count("id"), name: try process.text("name"),
      continues: try members.optional("continues") { cursor throws(Fault) in try cursor.bool() })
  }

  private static func stall(_ members: Members, _ stacks: inout StackTable) throws(Fault) -> Stall {
    let phase = try members.text("phase")
    guard phase == "began" || phase == "ended" else {
      throw Fault(message: "unknown phase \"\(phase)\"", index: members.start(of: "phase"))
    }
    var stall = Stall(
      isEnded: phase == "ended", id: try members.count("id"), loop: try members.text("loop"),
      kind: try members.text("kind"), duration: try members.count("duration_ns"))
    guard var cursor = members.cursor("threads") else { return stall }
    try cursor.array { element throws(Fault) in
      stall.threads.append(try thread(&element, &stacks))
    }
    return stall
  }

  private static func thread(_ cursor: inout JSONCursor, _ stacks: inout StackTable) throws(Fault) -> Thread {
    var thread = Thread()
    try cursor.object { key, value throws(Fault) in
      switch key {
      case "doing": thread.doing = try value.string()
      case "call": thread.call = try value.string()
      case "samples":
        try value.array { element throws(Fault) in
          if let sample = try sample(&element, &stacks) { thread.samples.append(sample) }
        }
      default: try value.skip()
      }
    }
    return thread
  }

  private static func sample(_ cursor: inout JSONCursor, _ stacks: inout StackTable) throws(Fault) -> Sample? {
    var sample = Sample(stack: -1, count: 1)
    let bytes = cursor.bytes
    try cursor.object { key, value throws(Fault) in
      switch key {
      case "count": sample.count = max(1, try value.count())
      case "frames": sample.stack = try stacks.stack(bytes, try value.skip())
      default: try value.skip()
      }
    }
    return sample.stack < 0 ? nil : sample
  }

  private static func delays(_ members: Members) throws(Fault) -> Delays {
    var delays = Delays(
      loop: try members.text("loop"), kind: try members.text("kind"), count: try members.count("count"),
      mean: try members.count("mean_ns"), max: try members.count("max_ns"),
      busy: try members.optional("busy") { cursor throws(Fault) in try cursor.number() }, buckets: [])
    guard var cursor = members.cursor("buckets") else { return delays }
    delays.buckets.reserveCapacity(64)
    try cursor.array { element throws(Fault) in
      var bucket = LoopDelays.Bucket(limit: 0, count: 0)
      var numbers = 0
      try element.array { number throws(Fault) in
        let value = try number.count()
        if numbers == 0 { bucket.limit = value } else { bucket.count = value }
        numbers += 1
      }
      guard numbers == 2 else { throw Fault(message: "a bucket of \(numbers) numbers", index: element.index) }
      delays.buckets.append(bucket)
    }
    return delays
  }
}

/// The members of an object, found but not read: which of them matter, its type tells.
struct Members {
  typealias Fault = JSONCursor.Fault

  private let bytes: [UInt8]
  private let range: Range<Int>
  private var values: [(key: String, range: Range<Int>)] = []

  /// Takes all of `range`.
  init(_ bytes: [UInt8], _ range: Range<Int>) throws(Fault) {
    self.bytes = bytes
    self.range = range
    values.reserveCapacity(12)
    var cursor = JSONCursor(bytes, range)
    try cursor.object { key, value throws(Fault) in values.append((key, try value.skip())) }
    guard cursor.isAtEnd else { throw Fault(message: "more than one value", index: cursor.index) }
  }

  func start(of key: String) -> Int { values.first { $0.key == key }?.range.lowerBound ?? range.lowerBound }

  func cursor(_ key: String) -> JSONCursor? {
    values.first { $0.key == key }.map { JSONCursor(bytes, $0.range) }
  }

  func optional<Value>(_ key: String, _ read: (inout JSONCursor) throws(Fault) -> Value) throws(Fault) -> Value? {
    guard var cursor = cursor(key) else { return nil }
    return try read(&cursor)
  }

  func required<Value>(_ key: String, _ read: (inout JSONCursor) throws(Fault) -> Value) throws(Fault) -> Value {
    guard let value = try optional(key, read) else {
      throw Fault(message: "no member \"\(key)\"", index: range.lowerBound)
    }
    return value
  }

  func text(_ key: String) throws(Fault) -> String {
    try required(key) { cursor throws(Fault) in try cursor.string() }
  }

  func count(_ key: String) throws(Fault) -> Int {
    try required(key) { cursor throws(Fault) in try cursor.count() }
  }

  func members(_ key: String) throws(Fault) -> Members {
    guard let value = values.first(where: { $0.key == key }) else {
      throw Fault(message: "no member \"\(key)\"", index: range.lowerBound)
    }
    return try Members(bytes, value.range)
  }
}
