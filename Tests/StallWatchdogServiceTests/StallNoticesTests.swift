import StallWatchdog
import Testing

@testable import StallWatchdogService

@Suite struct StallNoticesTests {
  private var notices = StallNotices(window: .seconds(60), patience: .seconds(1), capacity: 3)

  private func stall(_ id: Int, line: Int = 12, lasting duration: Duration = .milliseconds(200)) -> Stall {
    Sample.stall(id: id, duration: duration, threads: [Sample.thread(frames: [Sample.frame(line: line)])])
  }

  @Test mutating func theFirstStallOfASiteIsToldAndTheOthersAreCounted() {
    let site = StallSite.line(file: "/src/App/Routes.swift", line: 12)
    #expect(notices.receive(.ended(stall(1)), at: .seconds(10)) == [.ended(stall(1))])
    for id in 2...42 { #expect(notices.receive(.ended(stall(id)), at: .seconds(10 + id)) == []) }
    #expect(notices.receive(.ended(stall(43, lasting: .seconds(3))), at: .seconds(60)) == [])
    #expect(notices.next == .seconds(70))
    #expect(notices.tick(at: .seconds(69)) == [])
    #expect(
      notices.tick(at: .seconds(70)) == [.more(site, count: 42, longest: .seconds(3), in: .seconds(60))])
    // The site stays quiet for another minute, and is forgotten after one without a stall.
    #expect(notices.receive(.ended(stall(44)), at: .seconds(71)) == [])
    #expect(
      notices.tick(at: .seconds(130)) == [.more(site, count: 1, longest: .milliseconds(200), in: .seconds(60))])
    #expect(notices.tick(at: .seconds(190)) == [])
    #expect(notices.next == nil)
    #expect(notices.receive(.ended(stall(45)), at: .seconds(191)) == [.ended(stall(45))])
  }

  @Test mutating func sitesAreToldApart() {
    #expect(notices.receive(.ended(stall(1, line: 12)), at: .zero).count == 1)
    #expect(notices.receive(.ended(stall(2, line: 13)), at: .zero).count == 1)
    let busy = Sample.stall(id: 3, threads: [Sample.thread(doing: .busy)])
    #expect(notices.receive(.ended(busy), at: .zero).count == 1)
  }

  @Test mutating func loopsThatStallAlikeAreOneSite() {
    for (index, expected) in [1, 0, 0].enumerated() {
      let loop = Loop(label: "NIO-ELT-0-#\(index)", kind: .eventLoop)
      let stall = Sample.stall(id: index + 1, loop: loop, threads: [Sample.thread()])
      #expect(notices.receive(.ended(stall), at: .zero).count == expected)
    }
  }

  @Test mutating func aStallThatGoesOnIsToldBeforeItsEnd() {
    #expect(notices.receive(.began(stall(1, lasting: .milliseconds(101))), at: .seconds(5)) == [])
    #expect(notices.next == .seconds(6))
    #expect(notices.tick(at: .milliseconds(5999)) == [])
    #expect(notices.tick(at: .seconds(6)) == [.lasts(stall(1, lasting: .milliseconds(1101)))])
    #expect(notices.tick(at: .seconds(9)) == [])
    let end = stall(1, lasting: .seconds(40))
    #expect(notices.receive(.ended(end), at: .seconds(45)) == [.ended(end)])
  }

  @Test mutating func aStallThatEndsSoonIsToldOnce() {
    #expect(notices.receive(.began(stall(1)), at: .zero) == [])
    #expect(notices.receive(.ended(stall(1)), at: .milliseconds(300)) == [.ended(stall(1))])
    #expect(notices.tick(at: .seconds(2)) == [])
  }

  @Test mutating func sitesBeyondTheLimitAreOne() {
    let told = (1...10).map { notices.receive(.ended(stall($0, line: $0)), at: .zero).count }
    #expect(told == [1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    #expect(
      notices.tick(at: .seconds(60)) == [
        .more(.other, count: 6, longest: .milliseconds(200), in: .seconds(60))
      ])
  }

  @Test mutating func stallsThatNeverEndAreBounded() {
    for id in 1...10 { _ = notices.receive(.began(stall(id, line: id)), at: .zero) }
    #expect(notices.tick(at: .seconds(1)).count == 3)
  }

  @Test mutating func pausesAreCountedByKind() {
    func pause(_ kind: Pause.Kind) -> Pause { Pause(kind: kind, began: Sample.time, duration: .seconds(1)) }
    #expect(notices.receive(.paused(pause(.stopped)), at: .zero) == [.paused(pause(.stopped))])
    #expect(notices.receive(.paused(pause(.stopped)), at: .zero) == [])
    #expect(notices.receive(.paused(pause(.suspended)), at: .zero) == [.paused(pause(.suspended))])
  }

  @Test mutating func theEndOfARunTellsWhatWasKeptBack() {
    for id in 1...5 { _ = notices.receive(.ended(stall(id)), at: .zero) }
    let site = StallSite.line(file: "/src/App/Routes.swift", line: 12)
    #expect(
      notices.flush(at: .seconds(3)) == [.more(site, count: 4, longest: .milliseconds(200), in: .seconds(3))])
    #expect(notices.flush(at: .seconds(3)) == [])
    #expect(notices.next == nil)
  }
}
