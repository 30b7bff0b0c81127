/// What is wrong with a piece of text, before anyone says in which line it stands.
struct Fault: Error {
  var found: String
  var expected: String
  var suggestion: String?

  init(found: String, expected: String, suggestion: String? = nil) {
    self.found = found
    self.expected = expected
    self.suggestion = suggestion
  }

  /// A word outside a closed list; the nearest of the list is suggested.
  static func unknown(_ what: String, _ word: some StringProtocol, among known: [String]) -> Fault {
    guard !word.isEmpty else { return .missing(what, among: known) }
    let expected = known.isEmpty ? "none" : known.joined(separator: ", ")
    return Fault(found: "unknown \(what) \"\(word)\"", expected: expected, suggestion: nearest(to: word, among: known))
  }

  static func missing(_ what: String, among known: [String]) -> Fault {
    Fault(found: "no \(what)", expected: known.joined(separator: ", "))
  }

  /// A word, or the end of the line, where something else must stand.
  static func found(_ word: some StringProtocol, expected: String) -> Fault {
    Fault(found: word.isEmpty ? "the end of the line" : "\"\(word)\"", expected: expected)
  }

  func at(_ location: RuleLocation) -> RulesError {
    RulesError(location: location, found: found, expected: expected, suggestion: suggestion)
  }
}
