import Foundation
import StallWatchdog
import Testing

@testable import StallWatchdogService

@Suite struct StallLineTests {
  static let start = StallLine.Start(processID: 7, processName: "app", threshold: .milliseconds(100), stacks: true)

  private func text(_ line: StallLine) -> String {
    String(decoding: line.bytes, as: UTF8.self)
  }

  private func object(_ line: StallLine) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(line.bytes)) as? [String: Any])
  }

  @Test func everyLineIsWhatTheSchemaSays() throws {
    let bare = StackFrame(kind: .async, offset: 0)
    let system = StackFrame(kind: .inlined, function: "memcpy", image: "libc.so.6", offset: 99, isSystem: true)
    let threads = [
      Sample.thread(frames: [system, Sample.frame(), bare]), Sample.thread(doing: .busy),
      Sample.thread(doing: .waitingForCPU), Sample.thread(doing: .unknown),
      Sample.thread(doing: .blocked(call: nil, channel: nil)),
    ]
    let buckets = [LoopDelays.Bucket(highest: .microseconds(80), count: 999), .init(highest: .seconds(1), count: 1)]
    var lines: [StallLine] = [
      .start(Self.start, at: Sample.time), .began(Sample.stall(threads: threads)), .ended(Sample.stall(threads: [])),
      .pause(Pause(kind: .stopped, began: Sample.time, duration: .seconds(2))),
      .pause(Pause(kind: .starved, loop: Sample.loop, began: Sample.time, duration: .seconds(2))),
      .delays(Sample.delays(buckets: buckets), at: Sample.time), .dropped(.lines, count: 3, at: Sample.time),
      .dropped(.stalls, count: 1, at: Sample.time), .dropped(.samples, count: 1, at: Sample.time),
      .stop(at: Sample.time),
    ]
    lines += Loop.Kind.allCases.map { .ended(Sample.stall(loop: Loop(label: "any", kind: $0))) }
    try LineSchema.expectValid(lines.map { String(text($0).dropLast()) })
  }

  @Test func aLineIsOneLineWhateverItSays() throws {
    let name = "a \"name\" \\ with\nnew\u{1} lines\r\tand ümläuts 🐢\u{7f}"
    let line = StallLine.ended(Sample.stall(loop: Loop(label: name, kind: .probe)))
    #expect(line.bytes.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    #expect(line.bytes.last == UInt8(ascii: "\n"))
    #expect(try object(line)["loop"] as? String == name)
  }

  @Test func durationsAreWholeNanosecondsAndNeverNegative() throws {
    var stall = Sample.stall(duration: .nanoseconds(1_234_567_890_123))
    stall.uncertainty = .seconds(-1)
    stall.threshold = .seconds(Int64.max)
    let line = try object(.ended(stall))
    #expect(line["duration_ns"] as? Int == 1_234_567_890_123)
    #expect(line["uncertainty_ns"] as? Int == 0)
    #expect(line["threshold_ns"] as? Int == Int.max)
  }

  @Test func sharesHaveFourDigits() {
    func share(_ value: Double) -> String {
      var json = JSONText()
      json.share(value)
      return String(decoding: json.bytes, as: UTF8.self)
    }
    #expect(
      [0, 0.00004, 0.25, 1.0 / 3, 0.99999, 1, 7, -1, .nan, .infinity].map(share) == [
        "0", "0.0000", "0.2500", "0.3333", "1", "1", "1", "0", "0", "0",
      ])
  }

  @Test func closeBucketsAreMerged() {
    let fine = (100...200).map { LoopDelays.Bucket(highest: .microseconds($0), count: 2) }
    let coarse = Sample.delays(buckets: fine).coarseBuckets
    #expect(coarse.count < 12)
    #expect(coarse.map(\.count).reduce(0, +) == 202)
    #expect(coarse.last?.highest == .microseconds(200))
    #expect(zip(coarse, coarse.dropFirst()).allSatisfy { $0.highest < $1.highest })
  }
}
