package import Model
package import Rules

/// What was worked out about a public function of a library, in the form of a fact.
package struct InferredFact: Hashable, Sendable {
  /// Its location is the function's own.
  package var fact: Fact
  package var confidence: Confidence
  /// From the function's own body to what blocks; empty where it tells of a parameter.
  package var path: [Finding.Hop] = []
  /// Another public function of this name and these labels does otherwise, and no fact can tell the two apart.
  package var isAmbiguous = false

  init(_ symbol: FactSymbol, _ claim: Claim, confidence: Confidence, of body: Body) {
    let location = RuleLocation(file: body.place.file, line: body.place.line)
    self.init(Fact(symbol: symbol, claim: claim, location: location), confidence: confidence)
  }

  init(_ fact: Fact, confidence: Confidence) {
    self.fact = fact
    self.confidence = confidence
  }
}

extension Program {
  /// Whether a fact says something on the subject already, be it the opposite.
  func isKnown(_ inferred: Fact) -> Bool {
    facts.facts(named: inferred.symbol.name, language: inferred.symbol.language).contains { fact in
      guard let parameters = fact.symbol.parameters(of: inferred.symbol) else { return false }
      return switch (fact.claim, inferred.claim) {
      case (.blocks, .blocks), (.nonblocking, .blocks), (.ends, .blocks): true
      case (.refines, .refines): true
      case (.runs(.argument(let known), _, _), .runs(.argument(let index), _, _)): parameters[index] == known
      default: false
      }
    }
  }
}

extension FactSymbol {
  /// For each parameter of the other its place in this one's, when a call of the other is one that this one speaks of.
  fileprivate func parameters(of other: FactSymbol) -> [Int]? {
    guard module == other.module, path == other.path else { return nil }
    guard case .list(let labels) = other.labels else { return isSame(as: other) ? [] : nil }
    return match(labels.map { Argument(label: $0.name, value: .opaque) })?.parameters
  }
}

extension Fact {
  /// What blocks comes first, then the parameters in order.
  var order: Int {
    guard case .runs(.argument(let index), _, _) = claim else { return -1 }
    return index
  }
}
