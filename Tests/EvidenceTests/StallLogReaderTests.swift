import Evidence
import Foundation
import Model
import Testing

@Suite struct StallLogReaderTests {
  private let slow = LogText.thread("3: !fsync save@/b/Sources/App/a.swift:4 !run")

  @Test func aStallCountsOnceThoughItHasTwoLines() throws {
    let answer = try read([LogText.start(), LogText.began(1, 1, slow), LogText.ended(1, 1, 300)])
    #expect(answer.summary.sketch == ["save@4: 1/0 300"])
    #expect(answer.problems.isEmpty && !answer.isIncomplete)
    #expect(answer.summary.sites.first?.causes == [StallSite.Share(text: "blocked in fsync", count: 1)])
  }

  @Test func aStallMayHaveItsEndOnly() throws {
    let answer = try read([LogText.start(), LogText.ended(1, 1, 120, slow)])
    #expect(answer.summary.sketch == ["save@4: 1/0 120"])
  }

  @Test func anEndWithMoreSamplesTellsMore() throws {
    let better = LogText.thread("9: load@/b/Sources/App/a.swift:8")
    let answer = try read([LogText.start(), LogText.began(1, 1, slow), LogText.ended(1, 1, 300, better)])
    #expect(answer.summary.sketch == ["load@8: 1/0 300"])
  }

  @Test func percentilesAreOfExactDurations() throws {
    let lines = (1...100).map { LogText.ended($0, $0, $0 * 10, slow) }
    let site = try #require(read([LogText.start()] + lines).summary.sites.first)
    #expect(site.percentile(50) == 500_000_000)
    #expect(site.percentile(99) == 990_000_000)
    #expect(site.count.max == 1_000_000_000)
  }

  @Test func aStallThatNeverEndedIsCountedApart() throws {
    let answer = try read([LogText.start(), LogText.began(1, 1, for: 150, slow)])
    #expect(answer.summary.sketch == ["save@4: 0/1 150"])
    #expect(answer.summary.sites.first?.percentile(50) == nil)
    #expect(answer.summary.moments.map(\.isEnded) == [false])
  }

  @Test func aNewRunEndsWhatTheOldOneLeftOpen() throws {
    let run = [LogText.start(process: 1), LogText.began(1, 1, slow)]
    let next = [LogText.start(9, process: 1), LogText.began(1, 10, slow), LogText.ended(1, 10, 200)]
    let summary = try read(run + next).summary
    #expect(summary.sketch == ["save@4: 1/1 300"])
    #expect(summary.log.processes.map(\.runs) == [2])
  }

  @Test func aRotatedLogIsOneRunInWhateverOrder() throws {
    let old = [LogText.start(), LogText.began(1, 1, slow)]
    let new = [LogText.start(2), LogText.ended(1, 1, 1500), LogText.stop(9)]
    for answer in [try read(old, new), try read(new, old)] {
      #expect(answer.summary.sketch == ["save@4: 1/0 1500"])
      #expect(answer.summary.log.processes.map { "\($0.runs) \($0.stops)" } == ["1 1"])
    }
  }

  @Test func aWriterThatSaysSoIsBelieved() throws {
    let fresh = [LogText.start(2, more: #","continues":false"#), LogText.ended(1, 3, 200, slow)]
    #expect(try read([LogText.start(), LogText.began(1, 1, slow)], fresh).summary.sketch == ["save@4: 1/1 300"])
  }

  @Test func processesDoNotShareNumbers() throws {
    let one = [LogText.start(process: 1), LogText.began(1, 1, slow), LogText.ended(1, 1, 200)]
    let two = [LogText.start(process: 2), LogText.began(1, 1, slow), LogText.ended(1, 1, 400)]
    let summary = try read(one, two).summary
    #expect(summary.sketch == ["save@4: 2/0 600"])
    #expect(summary.log.processes.map(\.runs) == [2])
    #expect(summary.loops.count == 1)
  }

  @Test func pausesAreNoStalls() throws {
    let summary = try read([
      LogText.start(), LogText.pause("stopped", 1, 5000), LogText.pause("stopped", 9, 1000),
      LogText.pause("starved", 20, 700, more: #","loop":"nio-1""#),
    ]).summary
    #expect(summary.count.stalls == 0 && summary.sites.isEmpty)
    #expect(summary.pauses.map(\.kind) == ["starved", "stopped"])
    #expect(summary.pauses.map(\.total) == [700_000_000, 6_000_000_000])
    #expect(summary.pauses.map(\.loop) == [0, nil])
  }

  @Test func delaysAddUpOverFiles() throws {
    let one = [LogText.start(), LogText.delays(10, max: 2040, buckets: [(100, 90), (2047, 10)], busy: 0.2)]
    let two = [LogText.start(20), LogText.delays(30, max: 9000, buckets: [(100, 899), (9001, 1)], busy: 0.8)]
    let delays = try #require(read(one, two).summary.loops.first?.delays)
    #expect(delays.count == 1000 && delays.max == 9000)
    #expect(delays.quantile(permille: 500) == 100)
    #expect(delays.quantile(permille: 999) == 2047)
    #expect(delays.quantile(permille: 1000) == 9000)
    // Ten seconds at 0.2, twenty at 0.8.
    #expect(abs(try #require(delays.busy) - 0.6) < 0.001)
  }

  @Test func aTornLastLineIsToldAndLeftOut() throws {
    let answer = try read([LogText.start(), LogText.ended(1, 1, 200, slow), #"{"version":1,"type":"sta"#])
    #expect(answer.summary.sketch == ["save@4: 1/0 200"])
    #expect(answer.summary.log.damagedLines == 1)
    #expect(
      answer.problems.map { "\($0.file):\($0.line ?? 0): \($0.message)" } == [
        "0.jsonl:3: the line ends inside a string at column 25; the line is left out"
      ])
    #expect(!answer.isIncomplete)
  }

  @Test func manyDamagedLinesAreCounted() throws {
    let answer = try read([LogText.start()] + Array(repeating: "{}", count: 100))
    #expect(answer.problems.count == 6)
    #expect(answer.problems.last?.message == "95 more damaged lines are left out")
    #expect(answer.summary.log.damagedLines == 100)
  }

  @Test(arguments: [
    ("", "it is empty"), ("\n \n", "it is empty"), ("hello", "expected an object at column 1"),
    ("[1]", "expected an object"),
    (#"{"version":2,"type":"stop","time":"2026-11-20T08:00:00Z"}"#, "version 2 of the log"),
    (#"{"version":1,"type":"stop","time":"yesterday"}"#, "no time of the form"),
    (#"{"version":1,"type":"stall","time":"2026-11-20T08:00:00Z"}"#, #"no member "phase""#),
    (#"{"version":1,"type":"stop","time":"2026-11-20T08:00:00Z"} x"#, "more than one value"),
  ])
  func aFileThatIsNoLogIsRefused(text: String, reason: String) throws {
    let answer = try read(bytes: [Array(text.utf8)])
    #expect(answer.isIncomplete)
    let message = try #require(answer.problems.first).message
    #expect(message.hasPrefix("no stall log") && message.contains(reason), "\(message)")
  }

  @Test func aFileThatIsNotThereIsRefusedAndTheOthersAreRead() throws {
    let answer = StallLogReader(paths: ["/nowhere/at/all.jsonl", "/"]).read()
    #expect(answer.isIncomplete)
    #expect(
      answer.problems.map(\.message) == [
        "cannot be read: No such file or directory", "cannot be read: a folder; name the logs in it",
      ])
  }

  @Test func whatIsUnknownIsPassedOver() throws {
    let answer = try read([
      LogText.start(more: #","later":{"a":[1,{"b":null}]}"#),
      #"{"version":1,"type":"tide","time":"2026-11-20T08:00:00.000000Z","level":[[[]]]}"#,
      #"{"version":1,"type":"pause","time":"2026-11-20T08:00:00.000000Z","kind":"melted","duration_ns":5e3,"loop":null}"#,
    ])
    #expect(answer.problems.isEmpty)
    #expect(answer.summary.log.unknownLines == 1)
    #expect(answer.summary.pauses.map(\.total) == [5000])
  }

  @Test func ofManyMomentsTheLongestAreKept() throws {
    let lines = (1...5000).map { LogText.ended($0, $0 % 3000, 100 + $0, slow) }
    let summary = try read([LogText.start()] + lines).summary
    #expect(summary.momentCount == 5000 && summary.moments.count == 2000)
    #expect(summary.moments.map(\.duration).min() == 3101 * 1_000_000)
    #expect(summary.count.ended == 5000)
  }

  @Test func longPausesDoNotCrowdOutStalls() throws {
    let pauses = (1...1000).map { LogText.pause("stopped", $0, 60_000) }
    let stalls = (1...1000).map { LogText.ended($0, $0, 100, slow) }
    let summary = try read([LogText.start()] + pauses + stalls).summary
    #expect(summary.moments.count { $0.subject == .stall(site: 0) } == 1000)
    #expect(summary.moments.count == 1300 && summary.momentCount == 2000)
  }

  @Test func whatEachStretchCostIsKeptHoweverLongTheLog() throws {
    let lines = (0..<3500).map { LogText.ended($0, $0, 100, loop: "nio-\($0 % 2)", slow) }
    let density = try read([LogText.start()] + lines).summary.density
    #expect(density.bins.reduce(0) { $0 + $1.lost } == 350_000_000_000)
    #expect((2...1024).contains(density.bins.count))
    #expect(Set(density.bins.map { [$0.loop, $0.begin.microseconds] }).count == density.bins.count)
    #expect(density.bins.allSatisfy { $0.begin.microseconds % density.width == 0 })
  }

  @Test func readingTwiceGivesTheSame() throws {
    let lines = (1...300).map { number in
      LogText.ended(
        number, number, 100 + number * 7 % 31, loop: "nio-\(number % 3)",
        LogText.thread("1: f\(number % 5)@/b/a/a.swift:\(number % 5 + 1)"))
    }
    let answers = try (0..<2).map { _ in try read([LogText.start()] + lines).summary }
    #expect(answers[0].sketch == answers[1].sketch)
    #expect(answers[0].moments == answers[1].moments)
  }
}
