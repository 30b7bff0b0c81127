/// What the sites of a report are sorted by, the greatest first.
package enum StallOrder: String, CaseIterable, Sendable {
  /// The time lost.
  case total
  /// The number of stalls.
  case count
  /// The longest stall.
  case max
  case p99
  /// The time of the last stall.
  case last
}

extension StallSummary {
  /// The same in an order that depends on what the logs say, and not on the order in which they were read.
  package func arranged(by order: StallOrder = .total) -> StallSummary {
    let loop = Permutation(loops) { ($0.process, $0.label) < ($1.process, $1.label) }
    let site = Permutation(sites) { $0.comes(before: $1, by: order) }
    let pause = Permutation(pauses) {
      ($0.kind, $0.loop.map { loop.new[$0] } ?? -1) < ($1.kind, $1.loop.map { loop.new[$0] } ?? -1)
    }
    var result = self
    result.loops = loop.applied(to: loops)
    result.sites = site.applied(to: sites)
    for index in result.sites.indices {
      result.sites[index].loops = result.sites[index].loops
        .map { StallSite.LoopShare(index: loop.new[$0.index], count: $0.count) }
        .sorted { ($1.count, $0.index) < ($0.count, $1.index) }
    }
    result.pauses = pause.applied(to: pauses)
    for index in result.pauses.indices { result.pauses[index].loop = result.pauses[index].loop.map { loop.new[$0] } }
    for index in result.moments.indices {
      result.moments[index].loop = moments[index].loop.map { loop.new[$0] }
      switch moments[index].subject {
      case .stall(let old): result.moments[index].subject = .stall(site: site.new[old])
      case .pause(let old): result.moments[index].subject = .pause(pause.new[old])
      }
    }
    for index in result.density.bins.indices {
      result.density.bins[index].loop = loop.new[density.bins[index].loop]
    }
    result.density.bins.sort { ($0.loop, $0.begin) < ($1.loop, $1.begin) }
    result.moments.sort { ($0.begin, $0.loop ?? -1, $0.duration) < ($1.begin, $1.loop ?? -1, $1.duration) }
    return result
  }
}

/// Where things go when they are sorted.
private struct Permutation {
  /// The old index at each new one.
  let old: [Int]
  /// The new index of each old one.
  let new: [Int]

  init<Element>(_ elements: [Element], _ areInOrder: (Element, Element) -> Bool) {
    old = elements.indices.sorted { areInOrder(elements[$0], elements[$1]) }
    var new = Array(repeating: 0, count: elements.count)
    for (index, place) in old.enumerated() { new[place] = index }
    self.new = new
  }

  func applied<Element>(to elements: [Element]) -> [Element] { old.map { elements[$0] } }
}

extension StallSite {
  fileprivate func comes(before other: StallSite, by order: StallOrder) -> Bool {
    let (left, right) = (weight(order), other.weight(order))
    if left != right { return left > right }
    if count.lost != other.count.lost { return count.lost > other.count.lost }
    if count.stalls != other.count.stalls { return count.stalls > other.count.stalls }
    return String(describing: identity) < String(describing: other.identity)
  }

  private func weight(_ order: StallOrder) -> Int {
    switch order {
    case .total: count.lost
    case .count: count.stalls
    case .max: count.longest
    case .p99: percentile(99) ?? count.unendedMax
    case .last: last.microseconds
    }
  }
}
