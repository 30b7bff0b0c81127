import Model

/// The clauses behind a verb, in any order, each at most once.
struct Clauses {
  private(set) var when: Condition?
  private(set) var unless: Condition?
  private(set) var remedy: Remedy?
  private(set) var fix: CallTemplate?
  private(set) var since: String?
  private(set) var platform: String?

  static let words = ["when", "unless", "instead", "see", "fix", "since", "on"]
  static let platforms = ["linux", "apple"]

  init(_ cursor: inout Cursor) throws(Fault) {
    while !cursor.isAtEnd {
      let word = cursor.word()
      let isRepeated: Bool
      switch word {
      case "when":
        isRepeated = when != nil
        when = try cursor.condition()
      case "unless":
        isRepeated = unless != nil
        unless = try cursor.condition()
      case "instead":
        isRepeated = remedy != nil
        remedy = .text(try cursor.prose(expected: "what to use instead"))
      case "see":
        isRepeated = remedy != nil
        remedy = .named(try cursor.remedyName())
      case "fix":
        isRepeated = fix != nil
        fix = try cursor.template()
      case "since":
        isRepeated = since != nil
        since = try cursor.version()
      case "on":
        isRepeated = platform != nil
        platform = try cursor.platform()
      case _ where word.utf8.first == UInt8(ascii: "#"):
        throw .found(word, expected: "two spaces before a comment")
      default: throw .unknown("clause", word, among: Self.words)
      }
      if isRepeated {
        throw Fault(found: "a second \"\(word)\"", expected: "each clause once, and one of instead and see")
      }
    }
  }
}

extension Cursor {
  /// Up to the end or the next clause. `on` and `since` are ordinary words in prose, so they end it only in front of what
  /// their clauses take.
  mutating func prose(expected: String) throws(Fault) -> String {
    let start = rest
    while !isAtEnd, !startsClause { _ = word() }
    let text = start[..<rest.startIndex].trimmed
    guard !text.isEmpty else { throw .found(peek(), expected: expected) }
    return String(text)
  }

  private var startsClause: Bool {
    var ahead = self
    switch ahead.word() {
    case "when", "unless", "instead", "see": return true
    case "fix": return ["try", "await"].contains(ahead.peek())
    case "on": return Clauses.platforms.contains(String(ahead.peek()))
    case "since": return ahead.next?.isDigit ?? false
    default: return false
    }
  }

  fileprivate mutating func template() throws(Fault) -> CallTemplate {
    let text = try prose(expected: "Swift code to write instead")
    let template: CallTemplate
    do throws(CallTemplate.Fault) { template = try CallTemplate(text) } catch {
      switch error {
      case .empty: throw .found(text, expected: "code behind try and await")
      case .unknownHole(let name): throw .found(name, expected: "$N, a parameter from $0, or $receiver")
      case .repeatedHole(let name): throw Fault(found: "a second \"\(name)\"", expected: "each of them once")
      case .unbalanced: throw .found(text, expected: "as many closing as opening brackets")
      }
    }
    guard template.isAsync else { throw .found(text, expected: "code that begins with await, or try await") }
    return template
  }

  mutating func remedyName() throws(Fault) -> String {
    let name = word()
    guard !name.isEmpty, name.utf8.allSatisfy({ $0.isIdentifier || $0 == UInt8(ascii: "-") }) else {
      throw .found(name, expected: "the name of a remedy")
    }
    return String(name)
  }

  fileprivate mutating func version() throws(Fault) -> String {
    let version = word()
    guard version.utf8.contains(where: \.isDigit) else { throw .found(version, expected: "a version, such as 2.0") }
    return String(version)
  }

  fileprivate mutating func platform() throws(Fault) -> String {
    let platform = word()
    guard Clauses.platforms.contains(String(platform)) else {
      throw .unknown("platform", platform, among: Clauses.platforms)
    }
    return String(platform)
  }
}
