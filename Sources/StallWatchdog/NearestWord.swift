/// The word that may have been meant, nil where none is near.
///
/// Measured by the share of a word's letters that differ, for who types fast forgets letters and more of them in long
/// words.
func nearest(to word: String, among words: [String]) -> String? {
  let near = words.map { (word: $0, share: Double(edits(from: word, to: $0)) / Double($0.count)) }
    .filter { $0.share <= 0.5 }
  return near.min { ($0.share, $0.word) < ($1.share, $1.word) }?.word
}

/// How many letters to insert, remove or exchange, two neighbours that changed places being one.
private func edits(from first: String, to second: String) -> Int {
  let first = Array(first), second = Array(second)
  var rows = [Array(0...second.count)]
  for i in first.indices {
    var row = [i + 1]
    for j in second.indices {
      var least = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (first[i] == second[j] ? 0 : 1))
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
        least = min(least, rows[i - 1][j - 1] + 1)
      }
      row.append(least)
    }
    rows.append(row)
  }
  return rows[first.count][second.count]
}
