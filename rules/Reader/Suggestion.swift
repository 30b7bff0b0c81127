/// The known word that someone most likely meant, when one is near enough.
package func nearest(to word: some StringProtocol, among known: [String]) -> String? {
  let written = Array(word.utf8)
  // A third of the letters may be wrong: more would suggest strangers.
  let limit = max(1, written.count / 3)
  var best: (word: String, distance: Int)?
  for candidate in known {
    let letters = Array(candidate.utf8)
    guard abs(letters.count - written.count) <= limit else { continue }
    let distance = editDistance(written, letters)
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.word
}

/// Letters inserted, dropped, replaced or swapped with their neighbour.
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...right.count)
  for (row, letter) in left.enumerated() {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for (column, other) in right.enumerated() {
      var cost = previous[column] + (letter == other ? 0 : 1)
      cost = min(cost, current[column] + 1, previous[column + 1] + 1)
      if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
        cost = min(cost, beforePrevious[column - 1] + 1)
      }
      current.append(cost)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[right.count]
}
