import StallWatchdog
import Testing

@testable import StallTesting

struct BlameTests {
  let code = TestCode(function: TestFunction(name: "opens", file: "/shop/Tests/Opening.swift"))
  let load = [frame("Store.load()", "/shop/Sources/Store.swift", 12)]

  private func isBlamed(_ stall: Stall, _ origin: StallLedger.Origin = .sharedLoop, by code: TestCode? = nil) -> Bool {
    let code = code ?? self.code
    return code.blames(code.suspect(of: stall), for: entry(stall, origin))
  }

  @Test func aSharedLoopWhoseThreadIsBlockedIsBlamed() {
    #expect(isBlamed(stall(1, thread(1, load))))
  }

  private let own = [frame("opens()", "/shop/Tests/Opening.swift", 9)]

  @Test func aBusyMainActorIsBlamedWhenItWasSeenTwiceInOneFunctionOfTheTest() {
    #expect(!isBlamed(stall(1, thread(1, load + own, doing: .busy))))
    #expect(!isBlamed(stall(1, thread(1, load + own, own, doing: .busy))))
    #expect(!isBlamed(stall(1, thread(1, load, load, doing: .busy))))
    #expect(!isBlamed(stall(1, thread(1, load + own, load + own, load, doing: .busy))))
    let twice = thread(1, [frame("malloc")] + load + own, [frame("free")] + load + own, doing: .busy)
    #expect(isBlamed(stall(1, twice)))
    #expect(!isBlamed(stall(1, of: .pool, twice)))
    var oneOfSeveral = code
    oneOfSeveral.isAlone = false
    #expect(!isBlamed(stall(1, twice), by: oneOfSeveral))
  }

  @Test(arguments: [StalledThread.Doing.waitingForCPU, .unknown])
  func aSharedLoopWithoutACPUIsNotBlamed(_ doing: StalledThread.Doing) {
    #expect(!isBlamed(stall(1, thread(1, load, load, doing: doing))))
    #expect(!isBlamed(stall(1)))
  }

  @Test func whereOneTestRunsAtATimeOneStackIsEnough() {
    let alone = TestCode(function: nil)
    #expect(isBlamed(stall(1, thread(1, load, doing: .busy)), by: alone))
    #expect(!isBlamed(stall(1, thread(1, doing: .waitingForCPU)), by: alone))
  }

  @Test func forALoopOfTheTestsOwnOneStackIsEnough() {
    #expect(isBlamed(stall(1, of: .eventLoop, thread(1, load, doing: .busy)), .ownLoop))
  }

  @Test func measuredWorkNeedsNoStack() {
    #expect(isBlamed(stall(1, of: .probe), .ownWork))
  }
}
