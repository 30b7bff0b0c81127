import Model
import Rules

/// What is known of one symbol, for a person.
struct FactText {
  let symbol: FactSymbol
  let facts: [Fact]
  let remedies: [RemedyEntry]

  var text: String {
    var lines = facts.filter { !$0.claim.isOfTypes }.flatMap(lines)
    if lines.isEmpty { lines = ["not known to block"] }
    return ([symbol.spelling] + lines.map { "  " + $0 }).joined(separator: "\n") + "\n"
  }

  private func lines(_ fact: Fact) -> [String] {
    var lines = [fact.claim.sentence]
    if let condition = fact.when { lines.append("when " + condition.text(symbol.language)) }
    if let condition = fact.unless { lines.append("unless " + condition.text(symbol.language)) }
    if let since = fact.since { lines.append("since " + since) }
    if let platform = fact.platform { lines.append("on " + platform) }
    lines += instead(fact.remedy)
    if let fix = fact.fix {
      lines.append((symbol.language == .c ? "in Swift, --fix writes: " : "--fix writes: ") + fix.text)
    }
    lines.append("said by \(fact.location.file):\(fact.location.line)")
    return lines
  }

  private func instead(_ remedy: Remedy?) -> [String] {
    switch remedy {
    case nil: return []
    case .text(let text): return ["instead: " + text]
    case .named(let name):
      let entries = remedies.filter { $0.name == name }
      let own = entries.filter { $0.language == symbol.language && $0.fits(symbol.language) }
      let lines = (own.isEmpty ? entries : own).map { "instead" + $0.line }
      // C's functions are called from Swift, too.
      let swift = symbol.language == .c ? entries.filter { $0.language == .swift } : []
      return (lines + swift.map { "in Swift" + $0.line }).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
  }
}

extension RemedyEntry {
  fileprivate var line: String {
    // The words of the table for every file, and every file of a language.
    ["*", "swift", "c"].contains(importing) ? ": \(text)" : ", with \(importing): \(text)"
  }

  /// Headers are C's, modules are Swift's.
  fileprivate func fits(_ language: Summary.Language) -> Bool {
    switch importing {
    case "*": true
    case "c", "swift": importing == language.rawValue
    default: importing.hasSuffix(".h") == (language == .c)
    }
  }
}

extension Claim {
  fileprivate var sentence: String {
    switch self {
    case .blocks(let kind, let severity, let awaited):
      "blocks: \(kind.rawValue) (\(severity.rawValue))"
        + (awaited.map { ", until the \($0.rawValue) does something" } ?? "")
    case .runs(let subject, let execution, _): "\(subject.text) \(execution.text)"
    case .holds(let resource, let end): "holds a \(resource) until \(end)"
    case .releases(let resource, let end): "releases the \(resource) until \(end)"
    case .drives(let context): "drives the \(context.rawValue): waiting here is what a loop does"
    case .yields: "is of a known type"
    case .refines: "has known supertypes"
    case .ends: "does not return"
    case .tells(let context): "tells code of the \(context.rawValue) from other code"
    case .observed(let kind, let severity): "must be observed: \(kind.rawValue) (\(severity.rawValue))"
    case .completes(let kind, let argument):
      "completes a \(kind.rawValue)" + (argument.map { ", argument \($0)" } ?? "")
    case .throwsCancellation: "throws nothing but that the task has been cancelled"
    case .checksCancellation: "tells whether the task has been cancelled"
    case .twin(let symbol): "has an async twin: \(symbol)"
    case .noTwin(let reason): "has no better async twin: \(reason)"
    case .nonblocking(let reason): "does not block: \(reason)"
    }
  }

  /// It tells what things are, and nothing about blocking.
  var isOfTypes: Bool {
    switch self {
    case .yields, .refines, .ends, .tells: true
    case .blocks, .runs, .holds, .releases, .drives, .observed, .completes, .throwsCancellation, .checksCancellation,
      .twin, .noTwin, .nonblocking:
      false
    }
  }
}

extension Claim.Subject {
  fileprivate var text: String {
    switch self {
    case .argument(let index): "argument \(index)"
    case .body: "an implementation"
    case .field: "a function stored there"
    }
  }
}

extension Execution {
  fileprivate var text: String {
    switch self {
    case .context(let context): "runs on \(context.rawValue): it must not block"
    case .off: "runs on a thread that may block"
    case .inline: "runs before the call returns, on the caller's thread"
    case .creator: "runs where the code that creates it is isolated; elsewhere on the cooperative pool"
    }
  }
}

extension Condition {
  fileprivate func text(_ language: Summary.Language) -> String {
    switch self {
    case .any(let conditions): conditions.map { $0.text(language) }.joined(separator: " or ")
    case .all(let conditions): conditions.map { $0.text(language) }.joined(separator: " and ")
    case .test(let subject, let test): "\(subject.text) \(test.text(language))"
    }
  }
}

extension Condition.Subject {
  fileprivate var text: String {
    switch self {
    case .argument(let index): "argument \(index)"
    case .label(let label): label
    case .receiver: "receiver"
    case .deep(let index): "what argument \(index) points to"
    }
  }
}

extension Condition.Test {
  fileprivate func text(_ language: Summary.Language) -> String {
    switch self {
    case .equals(let value): "is \(value.text(language))"
    case .differs(let value): "is not \(value.text(language))"
    case .has(let flag): "has \(flag)"
    case .lacks(let flag): "lacks \(flag)"
    case .atMost(let number): "is at most \(number)"
    case .missing: "is missing"
    case .blocking: "is a descriptor without O_NONBLOCK"
    }
  }
}

extension Condition.Value {
  fileprivate func text(_ language: Summary.Language) -> String {
    switch self {
    case .integer(let number): String(number)
    case .null: language == .swift ? "nil" : "NULL"
    case .string(let text): "\"\(text)\""
    case .boolean(let value): String(value)
    case .spelled(let text): text
    }
  }
}
