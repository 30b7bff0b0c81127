import Model

extension Fact {
  /// What a condition or `runs` speaks of must exist in the symbol's own declaration.
  func checkSubjects() throws(Fault) {
    if case .completes(_, let argument?) = claim { try checkArgument(argument) }
    if case .runs(let subject, _, _) = claim {
      switch subject {
      case .argument(let index): try checkArgument(index)
      case .field where symbol.labels != .none || symbol.path.isEmpty:
        throw Fault(found: "\"runs field\" of \(symbol.spelling)", expected: "a field, as record.field")
      case .field, .body: break
      }
    }
    if let fix {
      guard case .blocks = claim else { throw Fault(found: "\"fix\" of what does not block", expected: "blocks KIND") }
      for argument in fix.arguments { try checkArgument(argument) }
    }
    for condition in [when, unless] {
      guard let condition else { continue }
      try check(condition)
    }
  }

  private func check(_ condition: Condition) throws(Fault) {
    switch condition {
    case .any(let conditions), .all(let conditions):
      for condition in conditions { try check(condition) }
    case .test(.argument(let index), _), .test(.deep(let index), _): try checkArgument(index)
    case .test(.label(let label), _): try checkLabel(label)
    case .test(.receiver, _): break
    }
  }

  private func checkArgument(_ index: Int) throws(Fault) {
    guard case .list(let labels) = symbol.labels, index >= labels.count else { return }
    throw Fault(found: "argument \(index) of \(symbol.spelling)", expected: "a number below \(labels.count)")
  }

  private func checkLabel(_ label: String) throws(Fault) {
    switch symbol.labels {
    case .any: return
    case .none: throw .unknown("subject", label, among: ["argument", "deep", "receiver"])
    case .list(let labels):
      let known = labels.compactMap(\.name)
      guard !known.contains(label) else { return }
      throw .unknown("subject", label, among: ["argument", "deep", "receiver"] + known)
    }
  }
}

/// What two facts may not share.
struct FactKey: Hashable {
  private var symbol: FactSymbol
  private var verb: Verb
  private var subject: Claim.Subject?
  private var until: String?
  private var when: Condition?
  private var unless: Condition?
  private var platform: String?

  init(_ fact: Fact) {
    symbol = fact.symbol
    when = fact.when
    unless = fact.unless
    platform = fact.platform
    switch fact.claim {
    // The one denies the other, so that a file may not say both and a user's own file can take either back.
    case .blocks, .nonblocking: verb = .blocks
    case .runs(let subject, _, _):
      verb = .runs
      self.subject = subject
    case .holds(_, let end):
      verb = .holds
      until = end
    case .releases(_, let end):
      verb = .releases
      until = end
    case .drives: verb = .drives
    case .yields: verb = .is
    case .refines: verb = .refines
    case .ends: verb = .ends
    case .tells: verb = .tells
    case .observed: verb = .observed
    case .completes(let kind, let argument):
      verb = .completes
      until = kind.rawValue
      subject = argument.map { .argument($0) }
    case .throwsCancellation: verb = .throws
    case .checksCancellation: verb = .checks
    // The one denies the other.
    case .twin, .noTwin: verb = .twin
    }
  }

  var description: String { "\"\(verb.rawValue)\" for \(symbol.spelling)" }
}

extension FactSymbol {
  /// As a fact file spells it.
  package var spelling: String {
    let base = ((module.isEmpty ? [] : [module]) + path + [name]).joined(separator: ".")
    switch labels {
    case .none: return base
    case .any: return base + "(...)"
    case .list(let labels): return base + "(" + labels.map(\.spelling).joined() + ")"
    }
  }
}

extension FactSymbol.Label {
  fileprivate var spelling: String { (name ?? "_") + (isOptional ? "?:" : ":") }
}
