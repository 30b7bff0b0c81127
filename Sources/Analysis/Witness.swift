import Model
import Rules

/// A fault seen in a context, before a rule has claimed it.
struct Candidate {
  var root: Root
  /// The call in the context's own body.
  var key: CallKey?
  var effect: Effect

  var confidence: Confidence { min(root.confidence, effect.key.confidence) }
}

/// Writes out the path from a call to what blocks.
struct Witness {
  let program: Program
  let effects: Effects

  /// From the call of `effect` in `body` to the cause.
  func path(_ effect: Effect, from body: BodyID) -> [Finding.Hop] {
    var hops: [Finding.Hop] = []
    var effect = effect
    var body = body
    while let next = effect.next, let call = effect.call {
      hops.append(Finding.Hop(symbol: program.displayName(next.body), place: program.body(body).calls[call].place))
      body = next.body
      guard let deeper = effects.effects[next.body]?[next.key] else { return hops }
      effect = deeper
    }
    hops += end(effect, in: body, isFirst: hops.isEmpty)
    return hops
  }

  private func end(_ effect: Effect, in body: BodyID, isFirst: Bool) -> [Finding.Hop] {
    switch effect.cause {
    case .fact(let fact):
      let place = effect.call.map { program.body(body).calls[$0].place }
      return [Finding.Hop(symbol: fact.symbol.displayName, place: place)]
    case .statement(let id, _):
      // The function that says so of itself is the last hop already, unless it is the only one.
      return isFirst ? [Finding.Hop(symbol: program.displayName(id), place: program.body(id).place)] : []
    case .spin(let id, let loop):
      return [Finding.Hop(symbol: "busy loop", place: program.body(id).loops[loop].place)]
    }
  }
}

extension Program {
  /// What to use instead of what blocks, by what the file of a body imports.
  func remedy(_ cause: Effect.Cause, for body: BodyID) -> String? {
    guard case .fact(let fact) = cause else { return nil }
    let summary = summary(of: body)
    return rules.remedy(fact.remedy, importing: Set(summary.imports).union([summary.language.rawValue]))
  }
}
