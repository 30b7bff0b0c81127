import Evidence
import Foundation
import Model
import Testing

/// Nothing that a file may hold makes the reader crash, and what it makes of it can be summed and sorted.
@Suite struct FuzzTests {
  private static let log = [
    LogText.start(), LogText.began(1, 1, LogText.thread("2: !fsync save@/b/a.swift:4 main@/b/m.swift:1")),
    LogText.ended(1, 1, 300, LogText.thread(doing: "busy", call: nil, "2: é\\ud83d\\ude00@/b/a.swift:4")),
    LogText.pause("starved", 3, 100, more: #","loop":"x""#),
    LogText.delays(9, max: 90, buckets: [(10, 5), (99, 1)]), LogText.stop(10),
  ].joined(separator: "\n")

  @Test func randomBytes() throws {
    var random = SplitMix(state: 7)
    for _ in 0..<300 {
      let count = Int.random(in: 0...400, using: &random)
      _ = try read(bytes: [(0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }])
    }
  }

  @Test func damagedBytes() throws {
    var random = SplitMix(state: 8)
    let bytes = Array(Self.log.utf8)
    for _ in 0..<600 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<damaged.count, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: damaged[place] = UInt8.random(in: 0...255, using: &random)
        case 1: damaged.remove(at: place)
        case 2: damaged.insert(Array("{}[]\",:\\u9e-.\0".utf8).randomElement(using: &random) ?? 0, at: place)
        default: damaged.removeSubrange(place..<min(damaged.count, place + 40))
        }
      }
      let summary = try read(bytes: [damaged]).summary
      #expect(summary.sites.allSatisfy { $0.count.stalls > 0 })
    }
  }

  @Test func everyTruncation() throws {
    let bytes = Array(Self.log.utf8)
    let whole = try read(bytes: [bytes]).summary
    #expect(whole.log.damagedLines == 0)
    for end in stride(from: 0, to: bytes.count, by: 7) {
      let part = try read(bytes: [Array(bytes[..<end])]).summary
      #expect(part.log.damagedLines <= 1)
    }
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"a\":[", "\"", "\\", "-", "1e"])
  func deepNesting(piece: String) throws {
    let deep = String(repeating: piece, count: 100_000)
    let line = #"{"version":1,"type":"stall","time":"2026-11-20T08:00:00Z","threads":"# + deep
    let answer = try read(bytes: [Array((Self.log + "\n" + line).utf8)])
    #expect(answer.summary.log.damagedLines == 1)
  }

  @Test func aStackOfAMillionFramesIsCut() throws {
    let frame = #"{"kind":"call","function":"f"},"#
    let frames = String(String(repeating: frame, count: 200_000).dropLast())
    let thread = #"{"doing":"busy","samples":[{"count":1,"frames":[\#(frames)]}]}"#
    let summary = try read([LogText.start(), LogText.ended(1, 1, 200, thread)]).summary
    #expect(summary.sites.first?.stacks.first?.frames.count == 512)
  }

  @Test(arguments: [
    "9223372036854775807", "9223372036854775808", "1e400", "-1", "1e18", "9e18", "00000000000000000001", "0.5", "1e",
    "99999999999999999999999999999999999999",
  ])
  func hugeNumbers(number: String) throws {
    let stall = { (id: Int) in
      LogText.ended(id, 1, 1, LogText.thread("9: f@/b/a.swift:1")).replacing(":1000000", with: ":\(number)")
    }
    let delays = LogText.delays(9, max: 1, buckets: [(8, 8)]).replacing("8", with: number)
    let pause = LogText.pause("stopped", 2, 1).replacing(":1000000", with: ":\(number)")
    let summary = try read([LogText.start(), stall(1), stall(2), stall(3), pause, pause, delays, delays]).summary
    #expect(summary.count.lost >= 0)
    #expect(summary.loops.allSatisfy { $0.delays.map { $0.quantile(permille: 999) >= 0 } ?? true })
  }

  @Test func aLineLongerThanAnyLogHasIsPassed() throws {
    let long = String(repeating: "x", count: 17_500_000)
    let answer = try read([LogText.start(), long, LogText.ended(1, 1, 200, LogText.thread())])
    #expect(answer.summary.sketch == ["blocked in fsync: 1/0 200"])
    #expect(answer.problems.map(\.message) == ["longer than 16 MB; the line is left out"])
  }

  @Test func textThatIsNotUTF8IsRepaired() throws {
    var bytes = Array(
      [LogText.start(), LogText.ended(1, 1, 200, LogText.thread("1: fXn"))].joined(separator: "\n").utf8)
    let place = try #require(bytes.lastIndex(of: UInt8(ascii: "X")))
    bytes[place] = 0xFF
    #expect(try read(bytes: [bytes]).summary.sketch == ["f\u{FFFD}n: 1/0 200"])
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
