import Model
import Rules

/// What is known of one symbol, for a person.
struct FactText {
  let symbol: FactSymbol
  let facts: [Fact]
  let remedies: [RemedyEntry]

  var text: String {
    ([symbol.spelling] + facts.flatMap(lines).map { "  " + $0 }).joined(separator: "\n") + "\n"
  }

  private func lines(_ fact: Fact) -> [String] {
    var lines = [fact.claim.sentence]
    if let condition = fact.when { lines.append("when " + condition.text) }
    if let condition = fact.unless { lines.append("unless " + condition.text) }
    if let since = fact.since { lines.append("since " + since) }
    if let platform = fact.platform { lines.append("on " + platform) }
    lines += instead(fact.remedy)
    lines.append("said by \(fact.location.file):\(fact.location.line)")
    return lines
  }

  private func instead(_ remedy: Remedy?) -> [String] {
    switch remedy {
    case nil: return []
    case .text(let text): return ["instead: " + text]
    case .named(let name):
      return remedies.filter { $0.name == name }.map { entry in
        entry.importing == "*" ? "instead: \(entry.text)" : "instead, with \(entry.importing): \(entry.text)"
      }
    }
  }
}

extension Claim {
  fileprivate var sentence: String {
    switch self {
    case .blocks(let kind, let severity, let awaited):
      "blocks: \(kind.rawValue) (\(severity.rawValue))" + (awaited.map { ", waits for the \($0.rawValue)" } ?? "")
    case .runs(let subject, let execution, _): "\(subject.text) \(execution.text)"
    case .holds(let resource, let end): "holds a \(resource) until \(end)"
    case .releases(let resource, let end): "releases the \(resource) until \(end)"
    case .drives(let context): "drives the \(context.rawValue): waiting here is what a loop does"
    case .yields: "its type is known"
    case .refines: "its supertypes are known"
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
  fileprivate var text: String {
    switch self {
    case .any(let conditions): conditions.map(\.text).joined(separator: " or ")
    case .all(let conditions): conditions.map(\.text).joined(separator: " and ")
    case .test(let subject, let test): "\(subject.text) \(test.text)"
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
  fileprivate var text: String {
    switch self {
    case .equals(let value): "is \(value.text)"
    case .differs(let value): "is not \(value.text)"
    case .has(let flag): "has \(flag)"
    case .lacks(let flag): "lacks \(flag)"
    case .atMost(let number): "is at most \(number)"
    case .missing: "is missing"
    case .blocking: "is a descriptor without O_NONBLOCK"
    }
  }
}

extension Condition.Value {
  fileprivate var text: String {
    switch self {
    case .integer(let number): String(number)
    case .null: "NULL"
    case .string(let text): "\"\(text)\""
    case .boolean(let value): String(value)
    case .spelled(let text): text
    }
  }
}
