import StallWatchdog
import Testing

@testable import StallTesting

struct TestCodeTests {
  let code = TestCode(
    function: TestFunction(name: "Opening.opens", file: "/shop/Tests/Opening.swift"),
    others: [TestFunction(name: "closes", file: "/shop/Tests/Closing.swift")])

  @Test(arguments: ["Opening.opens()", "closure #2 in closure #1 in Opening.opens()", "ShopTests.Opening.opens(_:)"])
  func aStackWithTheTestsFunctionIsItsOwn(_ function: String) {
    let stack = Stack(frames: [
      frame("usleep"), frame(function, "/shop/Tests/Opening.swift"), frame("run", image: "libTesting.so"),
    ])
    #expect(code.owner(of: stack) == .this)
  }

  @Test func anAwaitingFunctionWithoutALineIsTheTest() {
    #expect(code.owner(of: Stack(frames: [frame("usleep"), frame("closure #1 in Opening.opens()")])) == .this)
  }

  @Test(arguments: [
    ("Opening.opensTwice()", "/shop/Tests/Opening.swift"), ("NoOpening.opens()", "/shop/Tests/Opening.swift"),
    ("Opening.opens()", "/shop/Tests/Other.swift"),
  ])
  func aFunctionThatIsCalledSimilarlyIsNotTheTest(_ function: String, _ file: String) {
    #expect(code.owner(of: Stack(frames: [frame(function, file)])) == .unknown)
  }

  @Test func theFunctionOfAnotherTestThatIsKnownIsAnothers() {
    #expect(code.owner(of: Stack(frames: [frame("closes()", "/shop/Tests/Closing.swift")])) == .another)
  }

  @Test func aStackThatTheTestRunnerAwaitsWithoutTheFunctionIsAnothers() {
    let stack = Stack(frames: [
      frame("later()", "/shop/Tests/Later.swift"), frame("Runner.run", image: "libTesting.so"),
    ])
    #expect(code.owner(of: stack) == .another)
  }

  @Test func whereOneTestRunsAtATimeEveryStackIsItsOwn() {
    #expect(TestCode(function: nil).owner(of: Stack(frames: [frame("anything")])) == .this)
    #expect(TestCode(function: nil).suspect(of: stall(1, thread(1))).owner == .this)
  }

  @Test func aPoolIsThisTestsIfOneOfItsThreadsIs() {
    let other = thread(1, [frame("closes()", "/shop/Tests/Closing.swift")])
    let own = thread(
      2, [frame("wait()", "/shop/Sources/Shop.swift")], [frame("Opening.opens()", "/shop/Tests/Opening.swift")])
    let suspect = code.suspect(of: stall(1, of: .pool, other, own))
    #expect(suspect.owner == .this)
    #expect(suspect.thread?.id == 2)
  }

  @Test func aThreadOfThePoolIsNotTheMainActors() {
    var pool = thread(1, [frame("usleep")])
    pool.name = "oot.default-qos"
    var serial = thread(2, [frame("usleep")])
    serial.name = "-qos.overcommit"
    #expect(code.suspect(of: stall(1, pool, serial)).thread?.id == 2)
    #expect(code.suspect(of: stall(1, of: .pool, pool, serial)).thread?.id == 1)
  }
}
