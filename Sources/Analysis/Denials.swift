import Model
import Rules

/// What facts call nonblocking: a library's word about its own functions, against what their bodies look like.
struct Denials {
  private let program: Program
  /// Functions of the program that such a fact speaks of, whatever they are called with.
  private(set) var bodies: Set<BodyID> = []

  init(_ program: Program) {
    self.program = program
    let facts = program.rules.facts.filter { $0.claim.isNonblocking && $0.when == nil && $0.unless == nil }
    guard !facts.isEmpty else { return }
    let byName = Dictionary(grouping: facts, by: \.symbol.name)
    for id in program.bodies.indices {
      let body = program.body(id)
      guard body.parent == nil, let named = byName[baseName(body.name)] else { continue }
      let symbol = FactSymbol(of: body, in: program.summary(of: id))
      if named.contains(where: { $0.symbol.isSame(as: symbol) }) { bodies.insert(id) }
    }
  }

  /// Whether a fact says that this very call does not block.
  func hold(for match: Callee.Match, _ call: Call, in body: BodyID) -> Bool {
    guard match.fact.claim.isNonblocking, match.confidence > .possible else { return false }
    let test = ConditionTest(program: program, call: call, body: body, parameters: match.parameters)
    return match.fact.when.map { test.holds($0) == true } ?? true
      && match.fact.unless.map { test.holds($0) == false } ?? true
  }
}

extension Claim {
  var isNonblocking: Bool {
    if case .nonblocking = self { return true }
    return false
  }
}
