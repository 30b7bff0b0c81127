import Evidence
import Foundation
import Model

/// Logs as tests write them: one call a line.
enum LogText {
  static func start(_ second: Int = 0, process: Int = 7, name: String = "tide", more: String = "") -> String {
    line(
      "start", second, #""process":{"id":\#(process),"name":"\#(name)"},"threshold_ns":100000000,"stacks":true\#(more)"#
    )
  }

  static func began(
    _ id: Int, _ second: Int, for milliseconds: Int = 100, loop: String = "nio-0", _ threads: String = ""
  )
    -> String
  {
    stall("began", id, second, milliseconds, loop, threads)
  }

  static func ended(_ id: Int, _ second: Int, _ milliseconds: Int, loop: String = "nio-0", _ threads: String = "")
    -> String
  {
    stall("ended", id, second, milliseconds, loop, threads)
  }

  static func pause(_ kind: String, _ second: Int, _ milliseconds: Int, more: String = "") -> String {
    line("pause", second, #""kind":"\#(kind)","duration_ns":\#(milliseconds)000000\#(more)"#)
  }

  static func stop(_ second: Int) -> String { line("stop", second, #""by":"nobody""#) }

  static func delays(_ second: Int, loop: String = "nio-0", max: Int, buckets: [(Int, Int)], busy: Double = 0.5)
    -> String
  {
    let count = buckets.reduce(0) { $0 + $1.1 }
    let list = buckets.map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
    return line(
      "delays", second,
      #""loop":"\#(loop)","kind":"event-loop","count":\#(count),"mean_ns":10,"p50_ns":1,"p90_ns":1,"p99_ns":1,"p999_ns":1,"#
        + #""max_ns":\#(max),"busy":\#(busy),"buckets":[\#(list)]"#)
  }

  /// A thread that is blocked in a call, seen in stacks; a stack is `count: frame frame`, innermost first, and a frame is
  /// `function`, `function@file:line` or, with an exclamation mark before it, code of the system.
  static func thread(doing: String = "blocked", call: String? = "fsync", _ stacks: String...) -> String {
    let samples = stacks.map { text in
      let parts = text.split(separator: ":", maxSplits: 1)
      let frames = parts[1].split(separator: " ").map(frame).joined(separator: ",")
      return #"{"count":\#(parts[0]),"frames":[\#(frames)]}"#
    }
    let name = call.map { #","call":"\#($0)""# } ?? ""
    return #"{"id":1,"name":"t","doing":"\#(doing)"\#(name),"samples":[\#(samples.joined(separator: ","))]}"#
  }

  private static func frame(_ text: Substring) -> String {
    let name = text.drop { $0 == "!" }
    let system = #""system":\#(text.hasPrefix("!"))"#
    guard let at = name.lastIndex(of: "@"), let colon = name.lastIndex(of: ":"), at < colon,
      let line = Int(name[name.index(after: colon)...])
    else { return #"{"kind":"call","function":"\#(name)",\#(system)}"# }
    let file = name[name.index(after: at)..<colon]
    return #"{"kind":"call","function":"\#(name[..<at])",\#(system),"file":"\#(file)","line":\#(line)}"#
  }

  private static func stall(
    _ phase: String, _ id: Int, _ second: Int, _ milliseconds: Int, _ loop: String, _ threads: String
  ) -> String {
    line(
      "stall", second,
      #""phase":"\#(phase)","id":\#(id),"loop":"\#(loop)","kind":"event-loop","threshold_ns":100000000,"#
        + #""duration_ns":\#(milliseconds)000000,"uncertainty_ns":0,"threads":[\#(threads)]"#)
  }

  private static func line(_ type: String, _ second: Int, _ rest: String) -> String {
    let digits = String(second % 60)
    let seconds = digits.count < 2 ? "0" + digits : digits
    let minutes = second / 60 < 10 ? "0\(second / 60)" : "\(second / 60)"
    return #"{"version":1,"type":"\#(type)","time":"2026-11-20T08:\#(minutes):\#(seconds).000000Z",\#(rest)}"#
  }
}

/// Reads logs that exist for the time of a test only; they are named `0.jsonl`, `1.jsonl`, …
func read(_ logs: [String]...) throws -> StallLogReader.Answer {
  try read(bytes: logs.map { Array(($0.joined(separator: "\n") + "\n").utf8) })
}

func read(bytes logs: [[UInt8]]) throws -> StallLogReader.Answer {
  let folder = FileManager.default.temporaryDirectory.appending(path: "evidence-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let paths = try logs.enumerated().map { number, bytes in
    let file = folder.appending(path: "\(number).jsonl")
    try Data(bytes).write(to: file)
    return file.path
  }
  var answer = StallLogReader(paths: paths).read()
  for index in answer.problems.indices {
    answer.problems[index].file = String(answer.problems[index].file.split(separator: "/").last ?? "")
  }
  return answer
}

extension StallSummary {
  /// `name: ended/unended total-ms`, the most costly first.
  var sketch: [String] {
    sites.map { site in
      let place = place(of: site).map { "@\($0.line)" } ?? ""
      return "\(name(of: site))\(place): \(site.count.ended)/\(site.count.unended) \(site.count.lost / 1_000_000)"
    }
  }
}
