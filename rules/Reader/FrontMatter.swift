import Model

/// The lines `key: value` at the head of a page.
struct FrontMatter {
  private enum Key: String, CaseIterable {
    case summary, pattern, of, shown, kinds, contexts, inside, waits, since
  }

  private var values: [Key: (text: Substring, line: Int)] = [:]

  init(_ lines: ArraySlice<Substring>, file: String) throws(RulesError) {
    for (index, line) in zip(lines.indices, lines) {
      let text = line.withoutComment.trimmed
      guard !text.isEmpty else { continue }
      do {
        try read(text, line: index + 1)
      } catch {
        throw error.at(RuleLocation(file: file, line: index + 1))
      }
    }
  }

  private mutating func read(_ text: Substring, line: Int) throws(Fault) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { throw .found(text, expected: "key: value") }
    let word = text[..<colon].trimmed
    guard let key = Key(rawValue: String(word)) else {
      throw .unknown("key", word, among: Key.allCases.map(\.rawValue))
    }
    let value = text[text.utf8.index(after: colon)...].trimmed
    guard !value.isEmpty else { throw .found("\(word):", expected: "a value") }
    guard values.updateValue((value, line), forKey: key) == nil else {
      throw Fault(found: "a second \"\(word)\"", expected: "each key once")
    }
  }

  func page(name: String, file: String) throws(RulesError) -> RulePage {
    let top = RuleLocation(file: file, line: 1)
    guard let summary = values[.summary], let pattern = values[.pattern], let since = values[.since] else {
      let required: [Key] = [.summary, .pattern, .since]
      let missing = required.filter { values[$0] == nil }.map(\.rawValue).joined(separator: ", ")
      throw Fault(found: "front matter without \(missing)", expected: "summary, pattern and since").at(top)
    }
    var line = pattern.line
    do throws(Fault) {
      guard let known = RulePage.Pattern(rawValue: String(pattern.text)) else {
        throw Fault.unknown("pattern", pattern.text, among: RulePage.Pattern.allCases.map(\.rawValue))
      }
      var page = RulePage(
        name: name, summary: String(summary.text), pattern: known, since: String(since.text), text: "")
      page.location = top
      page.kinds = try list(.kinds, "kind", line: &line)
      page.contexts = try list(.contexts, "context", line: &line)
      if let value = values[.of] {
        line = value.line
        guard let obligation = Obligation(rawValue: String(value.text)) else {
          throw Fault.unknown("obligation", value.text, among: Obligation.allCases.map(\.rawValue))
        }
        page.obligation = obligation
      }
      if (page.obligation != nil) != [.dropped, .owed].contains(known) {
        line = pattern.line
        throw Fault(
          found: "pattern \(known.rawValue) \(page.obligation == nil ? "without" : "with") \"of\"",
          expected: "\"of\" with dropped and owed, and only there")
      }
      page.isInsideDetached = try flag(.inside, "detached", line: &line)
      page.isPedantic = try flag(.shown, "pedantic", line: &line)
      page.isOwnExecutor = try flag(.waits, "own-executor", line: &line)
      return page
    } catch {
      throw error.at(RuleLocation(file: file, line: line))
    }
  }

  private func list<Word>(_ key: Key, _ what: String, line: inout Int) throws(Fault) -> [Word]
  where Word: RawRepresentable<String> & CaseIterable {
    guard let value = values[key] else { return [] }
    line = value.line
    var words: [Word] = []
    for part in value.text.parts(between: UInt8(ascii: ",")) {
      guard let word = Word(rawValue: String(part.trimmed)) else {
        throw .unknown(what, part.trimmed, among: Word.allCases.map(\.rawValue))
      }
      words.append(word)
    }
    return words
  }

  private func flag(_ key: Key, _ known: String, line: inout Int) throws(Fault) -> Bool {
    guard let value = values[key] else { return false }
    line = value.line
    guard value.text == known else { throw .unknown("value", value.text, among: [known]) }
    return true
  }
}
