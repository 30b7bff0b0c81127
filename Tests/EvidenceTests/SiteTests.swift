import Evidence
import Model
import Testing

/// Which frame, or what else, names the stalls.
@Suite struct SiteTests {
  private func site(_ threads: String...) throws -> String {
    let lines = [LogText.start(), LogText.ended(1, 1, 200, threads.joined(separator: ","))]
    return try #require(read(lines).summary.sketch.first?.split(separator: ":").first.map(String.init))
  }

  @Test func itIsTheInnermostOwnLine() throws {
    #expect(
      try site(LogText.thread("2: !fsync lib@/b/.build/checkouts/nio/a.swift:1 own@/b/a.swift:5 main@/b/m.swift:1"))
        == "own@5")
  }

  @Test func itIsOfTheMostFrequentStack() throws {
    #expect(try site(LogText.thread("2: a@/b/a.swift:5", "3: b@/b/a.swift:6")) == "b@6")
    // Of all threads together.
    #expect(
      try site(
        LogText.thread("2: a@/b/a.swift:5"), LogText.thread("3: b@/b/a.swift:6"), LogText.thread("2: a@/b/a.swift:5"))
        == "a@5")
  }

  @Test func withoutLinesItIsTheInnermostOwnFunction() throws {
    #expect(try site(LogText.thread("1: !clock_nanosleep !usleep nap main")) == "nap")
    #expect(try site(LogText.thread("1: !clock_nanosleep !usleep")) == "clock_nanosleep")
  }

  @Test func withoutStacksItIsWhatTheThreadDid() throws {
    #expect(try site(LogText.thread()) == "blocked in fsync")
    #expect(try site(LogText.thread(doing: "busy", call: nil)) == "busy on a CPU")
    #expect(try site(LogText.thread(doing: "waiting-for-cpu", call: nil)) == "waiting for a CPU")
  }

  @Test func withoutAnythingItIsTheLoop() throws {
    #expect(try site() == "loop nio-0")
    #expect(try site(LogText.thread(doing: "unknown", call: nil)) == "loop nio-0")
  }

  @Test func aBusyFunctionIsOneSiteOnWhateverLine() throws {
    let lines = (1...4).map { number in
      LogText.ended(
        number, number, number * 100, LogText.thread(doing: "busy", call: nil, "1: hash@/b/a.swift:\(number % 2 + 1)"))
    }
    // The line that cost most names it.
    #expect(try read([LogText.start()] + lines).summary.sketch == ["hash@1: 4/0 1000"])
  }

  @Test func aBlockedFunctionIsOneSiteForEachLine() throws {
    let lines = (1...4).map { number in
      LogText.ended(number, number, number * 100, LogText.thread("1: save@/b/a.swift:\(number % 2 + 1)"))
    }
    #expect(try read([LogText.start()] + lines).summary.sketch == ["save@1: 2/0 600", "save@2: 2/0 400"])
  }

  @Test func timeIsSharedByTheSamples() throws {
    let thread = LogText.thread("3: !a own@/b/a.swift:5", "1: !b own@/b/a.swift:5")
    let site = try #require(read([LogText.start(), LogText.ended(1, 1, 400, thread)]).summary.sites.first)
    #expect(site.stacks.map(\.time) == [300_000_000, 100_000_000])
    #expect(site.stacks.map(\.samples) == [3, 1])
  }

  @Test func whatComesFirstCanBeChosen() throws {
    let summary = try read([
      LogText.start(), LogText.ended(1, 1, 900, LogText.thread("1: long@/b/a.swift:1")),
      LogText.ended(2, 2, 500, LogText.thread("1: often@/b/a.swift:2")),
      LogText.ended(3, 3, 500, LogText.thread("1: often@/b/a.swift:2")),
      LogText.ended(4, 4, 100, LogText.thread("1: late@/b/a.swift:3")),
    ]).summary
    let names = { (order: StallOrder) in summary.arranged(by: order).sites.map { summary.name(of: $0) } }
    #expect(names(.total) == ["often", "long", "late"])
    #expect(names(.count) == ["often", "long", "late"])
    #expect(names(.max) == ["long", "often", "late"])
    #expect(names(.last) == ["late", "often", "long"])
    let moved = summary.arranged(by: .last)
    let subjects = moved.moments.map(\.subject)
    #expect(subjects == [.stall(site: 2), .stall(site: 1), .stall(site: 1), .stall(site: 0)])
  }
}
