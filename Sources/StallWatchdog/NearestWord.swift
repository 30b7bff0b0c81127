/// The word that may have been meant, nil where none is near: at most a third of the letters differ.
func nearest(to word: String, among words: [String]) -> String? {
  let near = words.map { (word: $0, edits: edits(from: word, to: $0)) }
    .filter { $0.edits <= max(word.count, $0.word.count) / 3 }
  return near.min { ($0.edits, $0.word) < ($1.edits, $1.word) }?.word
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
