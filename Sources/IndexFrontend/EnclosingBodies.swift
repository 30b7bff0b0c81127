import Model

/// Finds the innermost body around a place.
struct EnclosingBodies {
  /// Sorted by where they begin; an outer body stands before those within it.
  private let bodies: [(extent: Range<Position>, index: Int)]
  /// For each of `bodies` the one around it.
  private let outer: [Int?]

  init(_ all: [Body]) {
    bodies = all.enumerated().compactMap { index, body in body.extent.map { ($0, index) } }
      .sorted {
        ($0.extent.lowerBound, $1.extent.upperBound, $0.index) < ($1.extent.lowerBound, $0.extent.upperBound, $1.index)
      }
    var outer: [Int?] = []
    var open: [Int] = []
    for (index, entry) in bodies.enumerated() {
      while let last = open.last, bodies[last].extent.upperBound <= entry.extent.lowerBound { open.removeLast() }
      outer.append(open.last)
      open.append(index)
    }
    self.outer = outer
  }

  func body(at position: Position) -> Int? {
    var low = 0
    var high = bodies.count
    while low < high {
      let middle = (low + high) / 2
      if bodies[middle].extent.lowerBound <= position { low = middle + 1 } else { high = middle }
    }
    var candidate: Int? = low > 0 ? low - 1 : nil
    while let index = candidate {
      if bodies[index].extent.contains(position) { return bodies[index].index }
      candidate = outer[index]
    }
    return nil
  }
}
