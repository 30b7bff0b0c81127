/// Waiting jobs, in the order in which they are to run.
struct Lanes {
  private var lines = Lane.allCases.map { _ in Line() }
  private(set) var count = 0

  mutating func append(_ work: any Work, ticket: UInt64) {
    lines[work.lane.rawValue].append(work, ticket: ticket)
    count += 1
  }

  mutating func removeFirst() -> (any Work)? {
    guard let lane = next, let work = lines[lane.rawValue].removeFirst() else { return nil }
    count -= 1
    return work
  }

  /// False where it does not wait here.
  mutating func remove(_ work: any Work, ticket: UInt64) -> Bool {
    guard lines[work.lane.rawValue].remove(ticket) != nil else { return false }
    count -= 1
    return true
  }

  mutating func removeAll() -> [any Work] {
    var all: [any Work] = []
    while let work = removeFirst() { all.append(work) }
    return all
  }

  /// The lane whose first job has come longest ago, handicaps counted; of equal ones the more urgent.
  private var next: Lane? {
    var best: (lane: Lane, place: UInt64)?
    for lane in Lane.allCases {
      guard let ticket = lines[lane.rawValue].first else { continue }
      let place = ticket + lane.handicap
      if best.map({ place < $0.place }) ?? true { best = (lane, place) }
    }
    return best?.lane
  }
}
