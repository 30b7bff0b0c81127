import Model

/// What a fact says, by its verb.
enum Verb: String, CaseIterable {
  case blocks, runs, holds, releases, drives, `is`, refines, ends, nonblocking, tells

  static let words = allCases.map(\.rawValue)
}

extension Cursor {
  mutating func claim() throws(Fault) -> Claim {
    let word = word()
    guard let verb = Verb(rawValue: String(word)) else { throw .unknown("verb", word, among: Verb.words) }
    switch verb {
    case .blocks: return try blocks()
    case .runs: return try runs()
    case .holds:
      let (resource, end) = try region()
      return .holds(resource, until: end)
    case .releases:
      let (resource, end) = try region()
      return .releases(resource, until: end)
    case .drives: return .drives(try context())
    case .is: return .yields(try type())
    case .refines: return .refines(try types())
    case .ends:
      guard skip(word: "process") else { throw .found(peek(), expected: "process") }
      return .ends
    case .tells: return .tells(try context())
    case .nonblocking:
      guard skip(word: "because") else { throw .found(peek(), expected: "because, and the reason") }
      return .nonblocking(reason: try prose(expected: "the reason"))
    }
  }

  private mutating func blocks() throws(Fault) -> Claim {
    let word = word()
    guard let kind = BlockingKind(rawValue: String(word)) else {
      throw .unknown("kind", word, among: BlockingKind.allCases.map(\.rawValue))
    }
    var severity = kind.severity
    if let stated = Severity(rawValue: String(peek())) {
      severity = stated
      _ = self.word()
    }
    var executor: Executor?
    if skip(word: "for") {
      let word = self.word()
      executor = Executor(rawValue: String(word))
      guard executor != nil else { throw .unknown("executor", word, among: ["event-loop", "pool", "main"]) }
    }
    return .blocks(kind, severity: severity, awaits: executor)
  }

  private mutating func runs() throws(Fault) -> Claim {
    let subject: Claim.Subject
    let word = word()
    switch word {
    case "argument": subject = .argument(try number())
    case "body": subject = .body
    case "field": subject = .field
    default: throw .unknown("subject", word, among: ["argument", "body", "field"])
    }
    let execution = try execution()
    return .runs(subject, execution, passing: skip(word: "passing") ? try types() : [])
  }

  private mutating func execution() throws(Fault) -> Execution {
    let word = word()
    switch word {
    case "on": return .context(try context())
    case "off": return .off
    case "inline": return .inline
    case "creator": return .creator
    default: throw .unknown("place to run", word, among: ["on", "off", "inline", "creator"])
    }
  }

  private mutating func context() throws(Fault) -> ContextKind {
    let word = word()
    guard let context = ContextKind(rawValue: String(word)) else {
      throw .unknown("context", word, among: ContextKind.allCases.map(\.rawValue))
    }
    return context
  }

  private mutating func region() throws(Fault) -> (resource: String, until: String) {
    let resource = word()
    guard ["lock", "gil"].contains(resource) else { throw .unknown("resource", resource, among: ["lock", "gil"]) }
    guard skip(word: "until") else { throw .found(peek(), expected: "until SYMBOL") }
    let end = word()
    guard !end.isEmpty else { throw .found(end, expected: "the symbol that ends it") }
    return (String(resource), String(end))
  }
}
