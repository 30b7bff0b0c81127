import Testing

@testable import Offload

@Suite struct ScheduleTests {
  @Test func aThreadIsStartedForEachJobUpToTheLimit() throws {
    var schedule = Schedule(threads: 2, waiting: 8)
    #expect(try schedule.add(Idle())?.startsNumber == 1)
    #expect(try schedule.add(Idle())?.startsNumber == 2)
    #expect(try schedule.add(Idle()) == nil)
    #expect(schedule.threads == 2)
  }

  @Test func anIdleThreadIsWokenBeforeOneIsStarted() throws {
    var schedule = Schedule(threads: 2, waiting: 8)
    let bell = Bell()
    _ = try schedule.add(Idle())
    let work = try #require(schedule.next(after: nil, bell: bell).work)
    #expect(schedule.next(after: work, bell: bell).rests)
    #expect(try schedule.add(Idle())?.wakes === bell)
    #expect(schedule.threads == 1)
  }

  @Test func theThreadThatRestedLeastIsWokenFirst() throws {
    var schedule = Schedule(threads: 2, waiting: 8)
    let bells = [Bell(), Bell()]
    for _ in bells { _ = try schedule.add(Idle()) }
    let work = bells.compactMap { schedule.next(after: nil, bell: $0).work }
    for (bell, work) in zip(bells, work) { _ = schedule.next(after: work, bell: bell) }
    #expect(try schedule.add(Idle())?.wakes === bells[1])
  }

  @Test func aThreadThatIsBeingWokenDoesNotEnd() throws {
    var schedule = Schedule(threads: 1, waiting: 8)
    let bell = Bell()
    _ = try schedule.add(Idle())
    let work = schedule.next(after: nil, bell: bell).work
    _ = schedule.next(after: work, bell: bell)
    _ = try schedule.add(Idle())
    let mayEnd = schedule.expire(bell)
    #expect(!mayEnd)
  }

  @Test func aJobBeyondTheRoomIsLetInWhenAnotherIsThrough() throws {
    var schedule = Schedule(threads: 1, waiting: 1)
    let bell = Bell()
    let jobs = [Idle(), Idle(), Idle()]
    for job in jobs { _ = try schedule.add(job) }
    #expect(schedule.waiting == 2)
    #expect(schedule.beyond == 1)
    #expect(schedule.next(after: nil, bell: bell).work === jobs[0])
    #expect(schedule.beyond == 1)
    #expect(schedule.next(after: jobs[0], bell: bell).work === jobs[1])
    #expect(schedule.waiting == 1)
    #expect(schedule.beyond == 0)
  }

  @Test func aJobThatLeavesMakesRoom() throws {
    var schedule = Schedule(threads: 1, waiting: 1)
    let jobs = [Idle(), Idle(), Idle(), Idle()]
    for job in jobs { _ = try schedule.add(job) }
    schedule.remove(jobs[3])
    #expect(schedule.beyond == 1)
    schedule.remove(jobs[0])
    #expect(schedule.waiting == 2)
    #expect(schedule.beyond == 0)
    #expect(schedule.next(after: nil, bell: Bell()).work === jobs[1])
  }

  @Test func noRoomAtAllStillServesAsManyAsThereAreThreads() throws {
    var schedule = Schedule(threads: 2, waiting: 0)
    for _ in 0..<3 { _ = try schedule.add(Idle()) }
    #expect(schedule.waiting == 2)
    #expect(schedule.beyond == 1)
  }

  @Test func theMostUrgentOfThoseBeyondIsLetInFirst() throws {
    var schedule = Schedule(threads: 1, waiting: 0)
    let jobs = [Idle(), Idle(.low), Idle(.high)]
    for job in jobs { _ = try schedule.add(job) }
    _ = schedule.next(after: nil, bell: Bell())
    #expect(schedule.next(after: jobs[0], bell: Bell()).work === jobs[2])
  }

  @Test func closingRefusesThoseBeyondAndKeepsWhatHasBegun() throws {
    var schedule = Schedule(threads: 1, waiting: 0)
    let jobs = [Idle(), Idle(), Idle(hasBegun: true)]
    for job in jobs { _ = try schedule.add(job) }
    let refused = schedule.close().refused
    #expect(refused.count == 1)
    #expect(refused.first === jobs[1])
    #expect(throws: OffloadError.shutDown) { try schedule.add(Idle()) }
    #expect(schedule.next(after: nil, bell: Bell()).work === jobs[0])
    #expect(schedule.next(after: jobs[0], bell: Bell()).work === jobs[2])
    #expect(schedule.next(after: jobs[2], bell: Bell()).ends)
  }

  @Test func whereNoThreadCanBeStartedAllIsGivenBack() throws {
    var schedule = Schedule(threads: 1, waiting: 0)
    for _ in 0..<3 { _ = try schedule.add(Idle()) }
    #expect(schedule.threadFailed().count == 3)
    #expect(schedule.waiting + schedule.beyond == 0)
  }

  @Test func limitsThatAddUpToTooMuchAreNoLimit() throws {
    var schedule = Schedule(threads: .max, waiting: .max)
    _ = try schedule.add(Idle())
    #expect(schedule.waiting == 1)
  }
}

extension Schedule.Help? {
  fileprivate static func == (help: Self, _: _OptionalNilComparisonType) -> Bool {
    if case .none = help { true } else { false }
  }
}

extension Schedule.Help {
  fileprivate var startsNumber: Int? {
    if case .start(let number) = self { number } else { nil }
  }

  fileprivate var wakes: Bell? {
    if case .wake(let bell) = self { bell } else { nil }
  }
}

extension Schedule.Next {
  fileprivate var work: (any Work)? {
    if case .run(let work) = self { work } else { nil }
  }

  fileprivate var rests: Bool {
    if case .rest = self { true } else { false }
  }

  fileprivate var ends: Bool {
    if case .end = self { true } else { false }
  }
}
