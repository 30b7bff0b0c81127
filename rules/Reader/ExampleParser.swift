import Model

/// Finds the fenced examples of a page and the labels on their lines.
enum ExampleParser {
  static func examples(in lines: ArraySlice<Substring>, file: String) throws(RulesError) -> [Example] {
    var examples: [Example] = []
    var index = lines.startIndex
    while index < lines.endIndex {
      defer { index += 1 }
      guard lines[index].hasPrefix("```") else { continue }
      let open = index
      let info = lines[open].drop { $0 == "`" }.split(separator: " ")
      guard let close = lines[(open + 1)...].firstIndex(where: { $0.trimmed == "```" }) else {
        throw Fault(found: "an example without end", expected: "a line ```").at(
          RuleLocation(file: file, line: open + 1))
      }
      index = close
      guard let language = info.first.flatMap({ Summary.Language(rawValue: String($0)) }) else { continue }
      examples.append(
        try example(lines[(open + 1)..<close], language: language, words: info.dropFirst().map(String.init), file: file)
      )
    }
    return examples
  }

  private static func example(
    _ lines: ArraySlice<Substring>, language: Summary.Language, words: [String], file: String
  ) throws(RulesError) -> Example {
    var expectations: [Example.Expectation] = []
    for (offset, line) in lines.enumerated() {
      do {
        expectations += try labels(in: line, number: offset + 1)
      } catch {
        throw error.at(RuleLocation(file: file, line: lines.startIndex + offset + 1))
      }
    }
    let source = lines.map { $0 + "\n" }.joined()
    var example = Example(
      language: language, source: source, expectations: expectations,
      location: RuleLocation(file: file, line: lines.startIndex + 1))
    example.needs = words.filter { $0 != "pedantic" }
    example.isPedantic = words.contains("pedantic")
    return example
  }

  private static let labels: [(word: String, label: Example.Label)] = [
    ("finding", .finding), ("missed", .missed), ("false alarm", .falseAlarm),
  ]

  /// The labels at the end of a line: each starts with `//` and names rules behind its colon.
  private static func labels(in line: Substring, number: Int) throws(Fault) -> [Example.Expectation] {
    guard line.utf8.contains(UInt8(ascii: "/")) else { return [] }
    var expectations: [Example.Expectation] = []
    for comment in comments(of: line) {
      guard let colon = comment.utf8.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let word = comment[..<colon].trimmed
      guard let known = labels.first(where: { $0.word == word }) else {
        if let meant = nearest(to: word, among: labels.map(\.word)) {
          throw Fault(found: "unknown label \"\(word)\"", expected: "finding, missed, false alarm", suggestion: meant)
        }
        continue
      }
      for rule in comment[comment.utf8.index(after: colon)...].parts(between: UInt8(ascii: ",")) {
        guard !rule.trimmed.isEmpty else { throw .found(comment, expected: "the rules, separated by commas") }
        expectations.append(.init(label: known.label, rule: String(rule.trimmed), line: number))
      }
    }
    return expectations
  }

  /// What stands behind each `//` of the line.
  private static func comments(of line: Substring) -> [Substring] {
    var comments: [Substring] = []
    var start: Substring.Index?
    var previous: Substring.Index?
    for index in line.utf8.indices {
      guard line.utf8[index] == UInt8(ascii: "/") else {
        previous = nil
        continue
      }
      if let first = previous {
        if let start { comments.append(line[start..<first]) }
        start = line.utf8.index(after: index)
        previous = nil
      } else {
        previous = index
      }
    }
    if let start { comments.append(line[start...]) }
    return comments
  }
}
