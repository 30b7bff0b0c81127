import StallWatchdog
import Testing

@Suite struct StallAssemblyTests {
  private var assembly = StallAssembly()

  @Test mutating func theFirstEventHasTheFirstStack() throws {
    let event = assembly.take(Synthetic.event(.began, stack: [1, 2]))
    let stall = try #require(event?.began)
    #expect(stall.threads.first?.samples == [sample([1, 2])])
  }

  @Test mutating func equalStacksAreCountedAndTheMostFrequentComesFirst() throws {
    _ = assembly.take(Synthetic.event(.began, stack: [1, 2]))
    for stack: [UInt] in [[3, 2], [4, 2], [3, 2]] {
      let event = assembly.take(Synthetic.event(.sample, stack: stack))
      #expect(event == nil)
    }
    let stall = try end(Synthetic.event(.ended, lasting: .seconds(1)))
    #expect(stall.threads.first?.samples == [sample([3, 2], count: 2), sample([1, 2]), sample([4, 2])])
    #expect(stall.duration == .seconds(1))
  }

  @Test mutating func stacksStayWithTheirThread() throws {
    _ = assembly.take(Synthetic.event(.began, threads: [7, 8], stack: [1], on: 7))
    _ = assembly.take(Synthetic.event(.sample, threads: [8, 9], stack: [2], on: 9))
    let stall = try end(Synthetic.event(.ended))
    #expect(stall.threads.map(\.id) == [7, 8, 9])
    #expect(stall.threads.map(\.samples) == [[sample([1])], [], [sample([2])]])
  }

  @Test mutating func whatAThreadDidWhileItStalledOutlastsTheStall() throws {
    _ = assembly.take(Synthetic.event(.began, doing: "read"))
    _ = assembly.take(Synthetic.event(.sample, doing: "fsync"))
    let stall = try end(Synthetic.event(.ended, doing: "epoll_wait", cpu: .milliseconds(3)))
    #expect(stall.threads.first?.doing == .blocked(call: "fsync", channel: nil))
    #expect(stall.threads.first?.cpu == .milliseconds(3))
  }

  @Test mutating func aStallThatWasOverBeforeItWasLookedAtHasAnEndAlone() throws {
    let stall = try end(Synthetic.event(.ended, lasting: .milliseconds(120)))
    #expect(stall.duration == .milliseconds(120))
    #expect(stall.threads.map(\.id) == [7])
    #expect(stall.threads.first?.samples.isEmpty == true)
  }

  @Test mutating func stallsThatOverlapDoNotMix() throws {
    _ = assembly.take(Synthetic.event(.began, stall: 1, stack: [1]))
    _ = assembly.take(Synthetic.event(.began, stall: 2, stack: [2]))
    let first = try end(Synthetic.event(.ended, stall: 1))
    let second = try end(Synthetic.event(.ended, stall: 2))
    #expect(first.threads.first?.samples == [sample([1])])
    #expect(second.threads.first?.samples == [sample([2])])
  }

  @Test mutating func anEndThatNeverComesCostsNoMoreThanALimit() throws {
    for id in 1...StallAssembly.limit + 1 { _ = assembly.take(Synthetic.event(.began, stall: id, stack: [1])) }
    let oldest = try end(Synthetic.event(.ended, stall: 1))
    let next = try end(Synthetic.event(.ended, stall: 2))
    #expect(oldest.threads.first?.samples.isEmpty == true)
    #expect(next.threads.first?.samples.count == 1)
  }

  @Test mutating func aPauseIsNoStall() {
    let event = assembly.take(Synthetic.event(.paused(.starved), lasting: .seconds(2)))
    #expect(
      event
        == .paused(
          Pause(
            kind: .starved, loop: Synthetic.loop, began: WallTime(nanosecondsSinceEpoch: 1), duration: .seconds(2))))
  }

  @Test func theSiteOfAStallIsThatOfItsMostFrequentStackWithALine() {
    func stack(_ line: Int?) -> Stack {
      Stack(frames: [StackFrame(file: line.map { _ in "/app/Load.swift" }, line: line)])
    }
    var stall = Stall(
      id: 1, loop: Synthetic.loop, threshold: .zero, began: WallTime(nanosecondsSinceEpoch: 0), duration: .zero)
    stall.threads = [
      .init(id: 1, name: "", doing: .busy, samples: [StackSample(count: 9, stack: stack(nil))]),
      .init(
        id: 2, name: "", doing: .busy,
        samples: [StackSample(count: 1, stack: stack(10)), StackSample(count: 5, stack: stack(20))]),
    ]
    #expect(stall.site?.line == 20)
    stall.threads.removeLast()
    #expect(stall.site == nil)
  }

  private mutating func end(_ report: EngineEvent) throws -> Stall {
    let event = assembly.take(report)
    return try #require(event?.ended)
  }

  private func sample(_ addresses: [UInt], count: Int = 1) -> StackSample {
    StackSample(count: count, stack: Stack(frames: addresses.map { StackFrame(offset: UInt64($0)) }))
  }
}
