/// What a comment tells this tool: `unblock: ignore RULE, RULE - reason`, `unblock: blocking`, `unblock: nonblocking`.
package enum Directive: Hashable, Sendable {
  case ignore(rules: [String], reason: String?)
  case blocking
  case nonblocking
  /// It starts with `unblock:` and goes on with something else.
  case unknown(String)

  /// Reads the text of one comment, delimiters (`//`, `/*`, `*/`) included or not; nil when it does not speak to this tool.
  package init?(comment: some StringProtocol) {
    var text = comment[...]
    while let first = text.first, first == "/" || first == "*" || first == "!" || first.isWhitespace {
      text.removeFirst()
    }
    while let last = text.last, last == "/" || last == "*" || last.isWhitespace { text.removeLast() }
    guard text.hasPrefix("unblock:") else { return nil }
    text = text.dropFirst("unblock:".count).drop { $0.isWhitespace }
    let word = text.prefix { !$0.isWhitespace }
    let rest = text.dropFirst(word.count).drop { $0.isWhitespace }
    switch word {
    case "blocking" where rest.isEmpty || rest.hasPrefix("-"): self = .blocking
    case "nonblocking" where rest.isEmpty || rest.hasPrefix("-"): self = .nonblocking
    case "ignore": self = Self.ignore(String(rest))
    default: self = .unknown(String(text))
    }
  }

  private static func ignore(_ text: String) -> Directive {
    // A rule's name holds hyphens but no spaces, so the reason starts at a hyphen that stands alone.
    var rules: [String] = []
    var words = text.split(whereSeparator: \.isWhitespace)[...]
    while let word = words.first, word != "-", word != "–", word != "—" {
      rules += word.split(separator: ",").map(String.init)
      words.removeFirst()
    }
    let reason = words.dropFirst().joined(separator: " ")
    return .ignore(rules: rules, reason: reason.isEmpty ? nil : reason)
  }
}
