/// Jobs in the order in which they came; each can leave.
struct Line {
  private struct Place {
    let ticket: UInt64
    /// Nil where it left.
    var work: (any Work)?
  }

  // In ascending order of tickets. Where there is a first one, it is there.
  private var places: [Place] = []
  private var head = 0
  private(set) var count = 0

  /// The ticket of the first.
  var first: UInt64? {
    count == 0 ? nil : places[head].ticket
  }

  /// - Parameter ticket: Higher than all before.
  mutating func append(_ work: any Work, ticket: UInt64) {
    places.append(Place(ticket: ticket, work: work))
    count += 1
  }

  mutating func removeFirst() -> (any Work)? {
    first.flatMap { remove($0) }
  }

  /// Nil where no such one stands here.
  mutating func remove(_ ticket: UInt64) -> (any Work)? {
    let index = index(of: ticket)
    guard index < places.count, places[index].ticket == ticket, let work = places[index].work else { return nil }
    places[index].work = nil
    count -= 1
    close()
    return work
  }

  /// The first place whose ticket is not lower.
  private func index(of ticket: UInt64) -> Int {
    var (low, high) = (head, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle].ticket < ticket { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Moves up over those who left. Moves all only when more than half have, so that each is moved about once.
  private mutating func close() {
    while head < places.count, places[head].work == nil { head += 1 }
    if places.count > 2 * count + 16 {
      places = places[head...].filter { $0.work != nil }
      head = 0
    }
  }
}
