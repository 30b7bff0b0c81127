import Model

/// What a fact says, by its verb.
enum Verb: String, CaseIterable {
  case blocks, runs, holds, releases, drives, `is`, refines, ends, nonblocking, tells
  case observed, completes, `throws`, checks, twin

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
    case .observed: return try observed()
    case .completes:
      let kind = try obligation()
      return .completes(kind, argument: skip(word: "argument") ? try number() : nil)
    case .throws:
      try cancellation()
      return .throwsCancellation
    case .checks:
      try cancellation()
      return .checksCancellation
    case .twin: return try twin()
    case .nonblocking:
      guard skip(word: "because") else { throw .found(peek(), expected: "because, and the reason") }
      return .nonblocking(reason: try prose(expected: "the reason"))
    }
  }

  private mutating func observed() throws(Fault) -> Claim {
    guard skip(word: "as") else { throw .found(peek(), expected: "as KIND") }
    let kind = try obligation()
    return .observed(kind, severity: severity() ?? kind.severity)
  }

  private mutating func obligation() throws(Fault) -> Obligation {
    let word = word()
    guard let kind = Obligation(rawValue: String(word)) else {
      throw .unknown("kind", word, among: Obligation.allCases.map(\.rawValue))
    }
    return kind
  }

  private mutating func cancellation() throws(Fault) {
    guard skip(word: "cancellation") else { throw .found(peek(), expected: "cancellation") }
  }

  private mutating func twin() throws(Fault) -> Claim {
    let word = word()
    guard word == "none" else {
      guard word.utf8.contains(UInt8(ascii: ".")) else {
        throw .found(word, expected: "the async function that does the same, as Module.Type.member(label:), or none")
      }
      return .twin(String(word))
    }
    guard skip(word: "because") else { throw .found(peek(), expected: "because, and the reason") }
    return .noTwin(reason: try prose(expected: "the reason"))
  }

  private mutating func severity() -> Severity? {
    guard let stated = Severity(rawValue: String(peek())) else { return nil }
    _ = word()
    return stated
  }

  private mutating func blocks() throws(Fault) -> Claim {
    let word = word()
    guard let kind = BlockingKind(rawValue: String(word)) else {
      throw .unknown("kind", word, among: BlockingKind.allCases.map(\.rawValue))
    }
    let severity = severity() ?? kind.severity
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
