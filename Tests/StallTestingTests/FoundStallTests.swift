import StallWatchdog
import Testing

@testable import StallTesting

struct FoundStallTests {
  let project = Project(root: "/shop/")
  let code = TestCode(function: TestFunction(name: "opens", file: "/shop/Tests/Opening.swift"))
  let load = [
    frame("usleep"), frame("Store.load()", "/shop/Sources/Store.swift", 12),
    frame("opens()", "/shop/Tests/Opening.swift", 9),
  ]
  let other = [frame("closes()", "/shop/Tests/Closing.swift", 3), frame("Runner.run", image: "libTesting.so")]

  private func found(_ entries: StallLedger.Entry..., claim: (StallLedger.Key) -> Bool = { _ in true }) -> [FoundStall]
  {
    FoundStall.all(in: entries, of: code, in: project, claim: claim)
  }

  @Test func theInnermostLineOfThePackageIsTheSite() {
    let stalls = found(entry(stall(1, thread(1, load))))
    #expect(stalls.map(\.site?.line) == [12])
    #expect(stalls.first?.path.map(\.function) == ["Store.load()", "opens()"])
  }

  @Test func stallsOfOneLineAreOneWithACount() {
    let stalls = found(
      entry(stall(1, at: 0, for: 60, thread(1, load))), entry(stall(2, at: 100, for: 80, thread(1, load))),
      entry(stall(3, at: 200, for: 70, thread(2, load))))
    #expect(stalls.map(\.count) == [3])
    #expect(stalls.first?.total == .milliseconds(210))
    #expect(stalls.first?.worst.id == 2)
  }

  @Test func whatTwoProbesSawOfOneThreadIsOneStall() {
    let stalls = found(
      entry(stall(1, of: .probe, at: 0, for: 60, thread(7, load)), .ownWork),
      entry(stall(2, at: 5, for: 55, thread(7, load))))
    #expect(stalls.map(\.count) == [1])
  }

  @Test func theStallOfAnotherTestIsLeftOut() {
    #expect(found(entry(stall(1, thread(1, other)))).isEmpty)
  }

  @Test func measuredWorkIsTheTestsWhateverItsStackShows() {
    #expect(found(entry(stall(1, of: .probe, thread(1, other)), .ownWork)).map(\.owner) == [.this])
    #expect(found(entry(stall(1, of: .probe, thread(1)), .ownWork)).map(\.owner) == [.this])
  }

  @Test func whatAnotherTestHasReportedIsNotReportedAgain() {
    let shared = entry(stall(1, thread(1, load)))
    let own = entry(stall(2, of: .probe, at: 100, thread(1, load)), .ownWork)
    #expect(found(shared, own, claim: { _ in false }).map(\.worst.id) == [2])
  }

  @Test func stallsWithoutALineAreOneForEachKindOfLoop() {
    let stalls = found(
      entry(stall(1, of: .queue, at: 0, thread(1)), .ownLoop),
      entry(stall(2, of: .queue, at: 100, thread(1)), .ownLoop),
      entry(stall(3, of: .actor, at: 200, thread(2)), .ownLoop))
    #expect(stalls.map(\.count) == [2, 1])
  }

  @Test func aSharedLoopIsLeftOutWhereNoLineOfThePackageIsOnTheStack() {
    #expect(found(entry(stall(1, thread(1, [frame("poll")])))).isEmpty)
  }
}
