import Model
import Rules

/// Tells whether a descriptor waits, as far as the function that made it shows.
struct DescriptorTest {
  let program: Program

  /// Yes or no when the value comes straight from a call that facts know; nil when it came from elsewhere, or has been
  /// handed to something that may have changed its mode.
  func isBlocking(_ value: Expression, in body: BodyID) -> Bool? {
    guard case .call(let number) = value else { return nil }
    let key = CallKey(body: body, call: number)
    let call = program.body(body).calls[number]
    guard let match = program.callee(of: key).facts.first(where: { isAboutMode($0.fact) }) else { return nil }
    let test = ConditionTest(program: program, call: call, body: body, parameters: match.parameters)
    if let unless = match.fact.unless, test.holds(unless) == true { return false }
    return isChanged(value, in: body) ? nil : true
  }

  private func isAboutMode(_ fact: Fact) -> Bool { fact.claim == .yields(.named(["blocking"])) }

  /// Whether a local that holds the descriptor is an argument of a call that could make it nonblocking: `fcntl`, a helper.
  private func isChanged(_ value: Expression, in body: BodyID) -> Bool {
    let summary = program.bodies[body].summary
    let holders = Set(
      program.summaries[summary].locals.indices.filter { index in
        let local = program.summaries[summary].locals[index]
        return program.id(local.body, in: summary) == body && local.value.map { mentions($0, value) } == true
      })
    return program.body(body).calls.indices.contains { number in
      let call = program.body(body).calls[number]
      guard
        call.arguments.contains(where: {
          if case .local(let local) = $0.value { holders.contains(local) } else { false }
        })
      else { return false }
      let facts = program.callee(of: CallKey(body: body, call: number)).facts
      // What waits for the descriptor does not change its mode; `fcntl` and functions nobody knows may.
      return !facts.contains {
        if case .blocks = $0.fact.claim { $0.fact.when.map(asksForMode) ?? true } else { false }
      }
    }
  }

  private func asksForMode(_ condition: Condition) -> Bool {
    switch condition {
    case .test(_, .blocking): true
    case .test: false
    case .any(let parts), .all(let parts): parts.contains(where: asksForMode)
    }
  }

  private func mentions(_ value: Expression, _ made: Expression) -> Bool {
    switch value {
    case .either(let all): all.contains { mentions($0, made) }
    case .cast(let inner, _): mentions(inner, made)
    default: value == made
    }
  }
}
