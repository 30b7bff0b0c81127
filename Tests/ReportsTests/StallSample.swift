import Evidence
import Foundation
import Model
import Reports

/// What the logs in `Fixtures` tell: a service whose log was rotated and which then died.
enum StallSample {
  static let logs = ["tide.jsonl", "tide.jsonl.1"].map { Fixture.url($0).path }

  static let summary = StallLogReader(paths: logs).read().summary

  static let options: StallReportOptions = {
    var options = StallReportOptions()
    options.toolVersion = "0.1.0"
    return options
  }()

  /// The same, asked which of two findings predicts what.
  static let joined: StallSummary = {
    let keep = Finding(
      rule: "blocking-call", kind: "file", severity: .warning, confidence: .resolved,
      place: Place(file: "Sources/TideService/GaugeHandler.swift", line: 41, column: 5), message: "keep reaches fsync",
      context: Finding.Context(kind: .eventLoop, symbol: "GaugeHandler.channelRead(context:data:)", place: nil),
      path: [
        Finding.Hop(symbol: "keep", place: Place(file: "Sources/TideService/GaugeHandler.swift", line: 41, column: 5)),
        Finding.Hop(symbol: "fsync", place: Place(file: "Sources/CTideLoop/gauge.c", line: 22, column: 56)),
      ], fingerprint: "f1")
    return FindingJoin([keep, Sample.direct], summary, folder: nil).summary
  }()

  /// Stalls whose every text tries to be something else.
  static func hostile(_ text: String) -> StallSummary {
    let json = text.unicodeScalars.map { "\\u" + String(0x10000 + min($0.value, 0xFFFF), radix: 16).dropFirst() }
      .joined()
    let place = #""file":"\#(json)","line":3"#
    let thread =
      #"{"id":1,"name":"\#(json)","doing":"\#(json)","call":"\#(json)","samples":[{"count":1,"frames":["#
      + #"{"kind":"call","function":"\#(json)","image":"\#(json)","system":true},{"kind":"async","function":"\#(json)",\#(place)}]}]}"#
    let time = #""time":"2026-11-20T08:00:00.000000Z""#
    let lines = [
      #"{"version":1,"type":"start",\#(time),"process":{"id":1,"name":"\#(json)"},"threshold_ns":1,"stacks":true}"#,
      #"{"version":1,"type":"stall",\#(time),"phase":"ended","id":1,"loop":"\#(json)","kind":"\#(json)","threshold_ns":1,"#
        + #""duration_ns":200000000,"uncertainty_ns":0,"threads":[\#(thread)]}"#,
      #"{"version":1,"type":"stall",\#(time),"phase":"began","id":2,"loop":"\#(json)","kind":"actor","threshold_ns":1,"#
        + #""duration_ns":200000000,"uncertainty_ns":0,"threads":[]}"#,
      #"{"version":1,"type":"pause",\#(time),"kind":"\#(json)","duration_ns":5,"loop":"\#(json)"}"#,
      #"{"version":1,"type":"dropped",\#(time),"what":"\#(json)","count":2}"#,
      #"{"version":1,"type":"delays",\#(time),"loop":"\#(json)","kind":"actor","count":1,"mean_ns":1,"p50_ns":1,"p90_ns":1,"#
        + #""p99_ns":1,"p999_ns":1,"max_ns":5,"buckets":[[5,1]]}"#,
    ]
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try? lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    return StallLogReader(paths: [file.path]).read().summary
  }
}
