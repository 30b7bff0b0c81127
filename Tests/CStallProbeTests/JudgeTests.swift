import CStallProbe
import Testing

/// Timelines: `#` works, `.` waits, `s` is stopped, `q` is ready without a CPU; a character is a millisecond.
@Suite struct JudgeTests {
  @Test(arguments: [true, false])
  func aStallIsReportedOnceWhileItLastsAndOnceWhenItEnded(asks: Bool) {
    let timeline = Timeline("....#######....", threshold: 5, asks: asks)
    #expect(timeline.events() == [.began(at: 4, seenAt: 9), .ended(at: 4, lasted: 7)])
  }

  @Test(arguments: [true, false])
  func workBelowTheThresholdIsNoStall(asks: Bool) {
    #expect(Timeline("....####.####.####..", threshold: 5, asks: asks).events() == [])
  }

  @Test(arguments: [true, false])
  func everyStallIsItsOwn(asks: Bool) {
    let timeline = Timeline("....######...########...", threshold: 5, asks: asks)
    #expect(
      timeline.events() == [
        .began(at: 4, seenAt: 9), .ended(at: 4, lasted: 6), .began(at: 13, seenAt: 18), .ended(at: 13, lasted: 8),
      ])
  }

  @Test(arguments: [true, false])
  func aStallThatNeverEndsIsReportedOnce(asks: Bool) {
    var timeline = Timeline("..", threshold: 5, asks: asks)
    timeline = Timeline("...." + String(repeating: "#", count: 400), threshold: 5, asks: asks)
    let events = timeline.events()
    #expect(events.count { if case .began = $0 { true } else { false } } == 1)
    #expect(events.last == .ended(at: 4, lasted: 400))
  }

  @Test(arguments: [true, false])
  func timeInWhichTheProcessWasStoppedIsNoStall(asks: Bool) {
    #expect(Timeline("....##ssssssssssssssssssss##....", threshold: 5, asks: asks).events() == [])
  }

  @Test(arguments: [true, false])
  func aStopInsideAStallIsTakenOffItsDuration(asks: Bool) {
    let timeline = Timeline("....####ssssssssss####....", threshold: 5, asks: asks)
    #expect(timeline.events().last == .ended(at: 4, lasted: 8))
  }

  @Test(arguments: [true, false])
  func aThreadWithoutACPUStarvesAndDoesNotStall(asks: Bool) {
    let timeline = Timeline("....#qqqqqqqqqq#....", threshold: 5, asks: asks)
    #expect(timeline.events() == [.starved(at: 4, lasted: 12)])
  }

  @Test(arguments: [true, false])
  func aStallStaysOneAlthoughItsThreadAlsoStarved(asks: Bool) {
    let timeline = Timeline("....######qqq###....", threshold: 5, asks: asks)
    #expect(timeline.events() == [.began(at: 4, seenAt: 9), .ended(at: 4, lasted: 12)])
  }

  @Test func withoutTheSchedulersAccountTheBeginIsWhenTheHeartbeatWasSent() throws {
    let timeline = Timeline("..........##########....", threshold: 5, rest: 1, asks: true, hasAccount: false)
    let events = timeline.events()
    guard case .ended(let at, let lasted) = try #require(events.last) else {
      Issue.record("no end in \(events)")
      return
    }
    #expect((10...11).contains(at))
    #expect(at + lasted == 20)
  }

  @Test func aLoopThatNeverAnsweredIsNotWatchedYet() {
    #expect(Timeline(String(repeating: "#", count: 100), threshold: 5, asks: true).events() == [])
  }

  @Test func aRestingLoopIsNotAsked() {
    #expect(Timeline(String(repeating: ".", count: 1000), threshold: 5, asks: true).heartbeats() == 1)
  }

  @Test func aWorkingLoopIsAskedOnceAnInterval() {
    let timeline = Timeline(String(repeating: "#...", count: 250), threshold: 50, interval: 5, rest: 5, asks: true)
    #expect((150...250).contains(timeline.heartbeats()))
  }

  /// Any sequence of pieces of work: each of at least the threshold is reported with its exact duration, once, and no
  /// other.
  @Test(arguments: 0..<200)
  func everyPieceIsJudgedByItsLength(seed: Int) {
    var random = Dice(seed: UInt64(seed))
    var steps = "......"
    var expected: [Int] = []
    for _ in 0..<20 {
      let work = Int.random(in: 1...14, using: &random)
      if work >= 6 { expected.append(work) }
      steps +=
        String(repeating: "#", count: work) + String(repeating: ".", count: Int.random(in: 3...9, using: &random))
    }
    for asks in [true, false] {
      let events = Timeline(steps, threshold: 6, rest: 2, asks: asks).events()
      let lasted = events.compactMap { if case .ended(_, let lasted) = $0 { lasted } else { nil } }
      #expect(lasted == expected, "asks: \(asks), \(steps)")
    }
  }

  @Test func theOldestLostSpansAreOverwritten() {
    var lost = stall_lost()
    for i in 1...100 { stall_lost_add(&lost, UInt64(i) * 10, UInt64(i) * 10 + 5) }
    #expect(stall_lost_between(&lost, 0, 2000) == 16 * 5)
    #expect(stall_lost_between(&lost, 992, 1003) == 3 + 3)
    stall_lost_add(&lost, 7, 7)
    #expect(lost.count == 100)
  }
}

/// The same numbers for the same seed on every machine.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
