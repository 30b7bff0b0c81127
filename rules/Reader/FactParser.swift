import Model

/// Reads one fact file.
struct FactParser {
  private(set) var facts: [Fact] = []
  private(set) var remedies: [RemedyEntry] = []
  private let file: String
  private var symbols: SymbolParser

  init(file: String, text: String) throws(RulesError) {
    self.file = file
    symbols = SymbolParser(language: Self.language(of: file))
    for (index, line) in text.lines.enumerated() {
      let location = RuleLocation(file: file, line: index + 1)
      do {
        try read(line.withoutComment.trimmed, at: location)
      } catch {
        throw error.at(location)
      }
    }
  }

  /// C below a folder `c`, Swift elsewhere.
  private static func language(of file: String) -> Summary.Language {
    file.split(separator: "/").dropLast().contains("c") ? .c : .swift
  }

  private mutating func read(_ line: Substring, at location: RuleLocation) throws(Fault) {
    var cursor = Cursor(line)
    let subject = cursor.word()
    guard !subject.isEmpty else { return }
    if subject == "language", let language = cursor.language() {
      symbols.language = language
      return
    }
    if subject == "remedy", !Verb.words.contains(String(cursor.peek())) {
      remedies.append(try remedy(&cursor, at: location))
      return
    }
    let symbols = try symbols.parse(subject)
    let claim = try cursor.claim()
    let clauses = try Clauses(&cursor)
    for symbol in symbols {
      var fact = Fact(symbol: symbol, claim: claim, location: location)
      fact.when = clauses.when
      fact.unless = clauses.unless
      fact.remedy = clauses.remedy
      fact.fix = clauses.fix
      fact.since = clauses.since
      fact.platform = clauses.platform
      try fact.checkSubjects()
      facts.append(fact)
    }
  }

  private func remedy(_ cursor: inout Cursor, at location: RuleLocation) throws(Fault) -> RemedyEntry {
    let name = try cursor.remedyName()
    let importing = cursor.word()
    guard !importing.isEmpty else { throw .found(importing, expected: "a module, a header, or *") }
    let text = cursor.rest.trimmed
    guard !text.isEmpty else { throw .found(text, expected: "what to use instead") }
    return RemedyEntry(
      language: symbols.language, name: name, importing: String(importing), text: String(text), location: location)
  }
}

extension Cursor {
  /// The rest of a line that tells the language of those below it; nil when the line is a fact about something of that name.
  fileprivate func language() -> Summary.Language? {
    rest == "c" ? .c : rest == "swift" ? .swift : nil
  }
}
