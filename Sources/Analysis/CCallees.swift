import Model
import Rules

/// What a call in C may run: a function by its symbol, or whatever a pointer is known to hold.
extension Program {
  func findC(_ call: Call, in id: BodyID) -> Callee {
    let confidence: Confidence = summary(of: id).resolution == .resolved ? .resolved : .inferred
    switch call.callee {
    case .function(let symbol, let name):
      var callee = (bodiesBySymbol[symbol] ?? exported[name]).map { target($0, call) } ?? Callee()
      callee.confidence = confidence
      // A function that the program defines is what it does, not what a library's of the same name would do.
      if callee.targets.isEmpty { callee.facts = cFacts(named: name, call, confidence) }
      return callee
    case .name(let name):
      if call.kind == .call,
        let found = globals[name]?.first(where: {
          isVisible(bodies[$0].summary, body($0).isFileLocal, from: bodies[id].summary)
        })
      {
        var callee = target(found, call)
        callee.confidence = .inferred
        return callee
      }
      let stored = functions(of: call.callee, in: id)
      if !stored.isEmpty { return dynamic(stored, call, min(confidence, .inferred)) }
      return Callee(facts: cFacts(named: name, call, .inferred))
    case .field(let record, let name) where runsElsewhere(record, name): return .unknown
    case .field, .local, .element, .member, .cast, .either, .address, .call:
      let stored = functions(of: call.callee, in: id)
      return dynamic(stored, call, holdsOnlyKnown(call.callee, in: id) ? confidence : min(confidence, .inferred))
    case .closure(let index): return target(self.id(index, in: bodies[id].summary), call)
    case .implicitMember, .type, .integer, .floating, .boolean, .string, .null, .constant, .list, .tuple, .tupleElement,
      .selfReference, .superReference, .opaque:
      return .unknown
    }
  }

  /// Whether facts say that functions stored in a field run on another thread or at another time than the loop's.
  func runsElsewhere(_ record: String, _ field: String) -> Bool {
    fieldFacts(record: canonicalRecord(record), name: field).contains { $0.claim == .runs(.field, .off, passing: []) }
  }

  func cFacts(named name: String, _ call: Call, _ confidence: Confidence) -> [Callee.Match] {
    facts.facts(named: name, language: .c).compactMap { fact in
      fact.symbol.path.isEmpty
        ? Callee.Match(fact: fact, parameters: identity(call), confidence: confidence) : nil
    }
  }

  /// A call through a pointer: everything known to be stored there; several make it a guess.
  func dynamic(_ functions: [BodyID], _ call: Call, _ confidence: Confidence) -> Callee {
    var callee = Callee(targets: functions.map { Callee.Target(body: $0, parameters: identity(call)) })
    callee.isDynamic = true
    callee.confidence = functions.count == 1 ? confidence : .possible
    return callee
  }

  /// Whether every value that comes to a field is a function in sight.
  func holdsOnlyKnown(_ value: Expression, in id: BodyID) -> Bool {
    guard case .field = value, let key = flowKey(value, in: id, summary: bodies[id].summary) else { return false }
    return flows[key]?.allSatisfy { $0.value == .null || !functions(of: $0).isEmpty } == true
  }
}
