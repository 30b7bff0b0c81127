import Logging
import StallWatchdog
import Testing

@testable import StallWatchdogService

@Suite struct StallLoggingTests {
  private func entry(_ notice: StallNotices.Notice) throws -> LogBook.Entry {
    let book = LogBook()
    StallLogging(logger: book.logger).log(notice)
    #expect(book.entries.count == 1)
    return try #require(book.entries.first)
  }

  @Test func aStallSaysWhatWhereAndHowLong() throws {
    let entry = try entry(.ended(Sample.stall()))
    #expect(entry.level == .warning)
    #expect(
      entry.text == """
        NIO-ELT-0-#1 stalled for 512 ms: blocked in clock_nanosleep at Routes.swift:12 in sleepOnTheLoop(milliseconds:)
        """)
    #expect(
      entry.metadata == [
        "stall.id": "1", "stall.phase": "ended", "stall.loop": "NIO-ELT-0-#1", "stall.kind": "event-loop",
        "stall.duration_ms": "512.000", "stall.uncertainty_ms": "0.100", "stall.threshold_ms": "100.000",
        "stall.threads": "1", "stall.thread": "NIO-ELT-0-#1", "stall.doing": "blocked",
        "stall.call": "clock_nanosleep", "stall.channel": "hrtimer_nanosleep",
        "stall.function": "sleepOnTheLoop(milliseconds:)", "stall.file": "/src/App/Routes.swift", "stall.line": "12",
      ])
  }

  @Test func aStallWithoutAStackSaysWhatItsThreadDid() throws {
    let bare = Sample.stall(duration: .milliseconds(2310), threads: [Sample.thread(doing: .busy)])
    #expect(try entry(.ended(bare)).text == "NIO-ELT-0-#1 stalled for 2.31 s: busy on a CPU")
    #expect(try entry(.lasts(bare)).text == "NIO-ELT-0-#1 has been stalling for 2.31 s: busy on a CPU")
    let unknown = Sample.stall(threads: [Sample.thread(doing: .unknown)])
    #expect(try entry(.ended(unknown)).text == "NIO-ELT-0-#1 stalled for 512 ms")
    #expect(try entry(.ended(Sample.stall(threads: []))).text == "NIO-ELT-0-#1 stalled for 512 ms")
  }

  @Test func theRestIsCounted() throws {
    let site = StallSite.line(file: "/src/App/Routes.swift", line: 12)
    let more = try entry(.more(site, count: 41, longest: .milliseconds(61), in: .seconds(60)))
    #expect(more.level == .warning)
    #expect(more.text == "and 41 more stalls at Routes.swift:12 in the last minute, the longest 61.0 ms")
    let one = try entry(.more(.doing(.pool, .busy), count: 1, longest: .seconds(1), in: .seconds(3)))
    #expect(one.text == "and 1 more stall of kind pool, busy on a CPU in the last 3.00 s, the longest 1.00 s")
    #expect(more.metadata["stall.more"] == "41")
    #expect(more.metadata["stall.longest_ms"] == "61.000")
    #expect(more.metadata["stall.line"] == "12")
  }

  @Test func pausesAreNoWarnings() throws {
    let starved = Pause(kind: .starved, loop: Sample.loop, began: Sample.time, duration: .milliseconds(150))
    let entry = try entry(.paused(starved))
    #expect(entry.level == .info)
    #expect(entry.text == "NIO-ELT-0-#1 had no CPU for 150 ms")
    #expect(entry.metadata["stall.pause"] == "starved")
    let more = StallNotices.Notice.more(.pause(.starved), count: 2, longest: .seconds(1), in: .seconds(60))
    #expect(try self.entry(more).level == .info)
  }

  @Test func durationsHaveThreeDigitsAtLeast() {
    let durations: [Duration] = [
      .microseconds(412), .microseconds(1000), .microseconds(61_250), .milliseconds(999), .milliseconds(2310),
      .seconds(75),
    ]
    #expect(durations.map(StallText.text) == ["412 µs", "1.00 ms", "61.2 ms", "999 ms", "2.31 s", "75.0 s"])
  }
}
