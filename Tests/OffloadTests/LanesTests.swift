import Synchronization
import Testing

@testable import Offload

@Suite struct LanesTests {
  @Test func theMostUrgentComesFirstAndOfTheseTheOldest() {
    let order: [TaskPriority] = [.background, .low, .medium, .high, .background, .low, .medium, .high]
    #expect(served(order) == [4, 8, 3, 7, 2, 6, 1, 5])
  }

  @Test func aPriorityBetweenTwoBelongsToTheLower() {
    #expect(Lane(TaskPriority(rawValue: 24)) == .medium)
    #expect(Lane(.userInitiated) == .high)
    #expect(Lane(.utility) == .low)
    #expect(Lane(TaskPriority(rawValue: 0)) == .background)
  }

  @Test func aHundredUrgentJobsPassAMediumOneAndNoMore() {
    let served = served([.medium] + Array(repeating: .high, count: 150))
    #expect(served.firstIndex(of: 1) == 100)
  }

  @Test func aJobOfTheBackgroundIsNotPassedForEver() {
    let served = served([.background] + Array(repeating: .high, count: 12_000))
    #expect(served.firstIndex(of: 1) == 10_000)
  }

  @Test func aJobCanLeaveFromAnywhere() {
    for left in 1...5 as ClosedRange<UInt64> {
      var lanes = Lanes()
      let jobs = (1...5).map { _ in Idle() }
      for (index, job) in jobs.enumerated() { lanes.append(job, ticket: UInt64(index + 1)) }
      let removals = (0..<2).map { _ in lanes.remove(jobs[Int(left) - 1], ticket: left) }
      #expect(removals == [true, false])
      #expect(lanes.count == 4)
      let rest = jobs.enumerated().filter { $0.offset != left - 1 }.map { ObjectIdentifier($0.element) }
      #expect(lanes.removeAll().map { ObjectIdentifier($0) } == rest)
    }
  }

  @Test func manyComeAndLeaveInAnyOrder() {
    var random = SystemRandomNumberGenerator()
    var line = Line()
    var expected: [UInt64] = []
    for ticket in 1...20_000 as ClosedRange<UInt64> {
      line.append(Idle(), ticket: ticket)
      expected.append(ticket)
      while expected.count > 40 || Bool.random(using: &random), let index = expected.indices.randomElement() {
        let left = Bool.random() ? expected.remove(at: index) : expected.removeFirst()
        guard line.remove(left) != nil else {
          Issue.record("\(left) is not there")
          return
        }
      }
      guard line.count == expected.count, line.first == expected.first else {
        Issue.record("\(line.count) from \(line.first ?? 0) on, not \(expected.count)")
        return
      }
    }
  }

  /// The numbers of the jobs, from 1 on, in the order in which they are served.
  private func served(_ priorities: [TaskPriority]) -> [UInt64] {
    var lanes = Lanes()
    for (index, priority) in priorities.enumerated() {
      let job = Idle(priority)
      job.ticket.store(UInt64(index + 1), ordering: .relaxed)
      lanes.append(job, ticket: UInt64(index + 1))
    }
    return lanes.removeAll().map { $0.ticket.load(ordering: .relaxed) }
  }
}
