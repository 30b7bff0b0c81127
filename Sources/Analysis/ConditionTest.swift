import Model
import Rules

/// Answers a fact's condition for one call: yes, no, or nil for unknown.
struct ConditionTest {
  let program: Program
  let call: Call
  let body: BodyID
  /// For each argument the parameter it meets.
  let parameters: [Int: Int]

  func holds(_ condition: Condition) -> Bool? {
    switch condition {
    case .all(let parts):
      let answers = parts.map(holds)
      return answers.contains(false) ? false : answers.contains(nil) ? nil : true
    case .any(let parts):
      let answers = parts.map(holds)
      return answers.contains(true) ? true : answers.contains(nil) ? nil : false
    case .test(let subject, let test): return holds(test, of: subject)
    }
  }

  private func holds(_ test: Condition.Test, of subject: Condition.Subject) -> Bool? {
    guard let (value, home) = value(of: subject) else { return test == .missing ? true : nil }
    let constants = constants(value, in: home, depth: 0)
    switch test {
    case .missing: return false
    case .equals(let expected): return equals(constants, expected)
    case .differs(let expected): return equals(constants, expected).map { !$0 }
    case .has(let flag): return has(constants, flag)
    case .lacks(let flag): return has(constants, flag).map { !$0 }
    case .atMost(let limit): return unanimous(constants.map { isAtMost($0, limit) })
    case .blocking:
      return unanimous(constants.map { DescriptorTest(program: program).isBlocking($0.value, in: $0.body) })
    }
  }

  private func value(of subject: Condition.Subject) -> (Expression, BodyID)? {
    switch subject {
    case .argument(let position):
      call.arguments.indices.first { parameters[$0] == position }.map { (call.arguments[$0].value, body) }
    case .label(let label): call.arguments.first { $0.label == label }.map { ($0.value, body) }
    case .receiver:
      if case .member(let base, _) = call.callee { (base, body) } else { nil }
    case .deep(let position):
      call.arguments.indices.first { parameters[$0] == position }.flatMap { pointee(call.arguments[$0].value) }
    }
  }

  /// What `&x` points to.
  private func pointee(_ argument: Expression) -> (Expression, BodyID)? {
    switch argument {
    case .address(let value): (value, body)
    case .cast(let inner, _): pointee(inner)
    default: nil
    }
  }

  /// The values an expression can have, each as far as it is constant; a value that is not known is `opaque`.
  private func constants(_ value: Expression, in home: BodyID, depth: Int) -> [(value: Expression, body: BodyID)] {
    guard depth < 6 else { return [(.opaque, home)] }
    func inner(_ value: Expression, _ home: BodyID) -> [(value: Expression, body: BodyID)] {
      constants(value, in: home, depth: depth + 1)
    }
    switch value {
    case .either(let all): return all.flatMap { inner($0, home) }
    case .cast(let wrapped, _): return inner(wrapped, home)
    case .local(let index):
      let summary = program.bodies[home].summary
      let local = program.summaries[summary].locals[index]
      let isFixed = local.kind == .constant || program.summaries[summary].language == .c
      guard isFixed, let initial = local.value else { return [(value, home)] }
      return inner(initial, program.id(local.body, in: summary))
    case .name(let name): return property(name, in: home).map { inner($0.0, $0.1) } ?? [(value, home)]
    case .member(.selfReference, let name): return property(name, in: home).map { inner($0.0, $0.1) } ?? [(value, home)]
    case .call(let index):
      let call = program.body(home).calls[index]
      // `Int32(5)`, `CInt(flags)`: a conversion keeps the value.
      if case .name(let type) = call.callee, Self.conversions.contains(type), call.arguments.count == 1 {
        return inner(call.arguments[0].value, home)
      }
      return [(value, home)]
    default: return [(value, home)]
    }
  }

  private static let conversions: Set<String> = [
    "Int", "Int32", "Int64", "UInt", "UInt32", "UInt64", "CInt", "CUnsignedInt", "Double", "TimeInterval", "useconds_t",
    "numericCast",
  ]

  /// The initial value of a constant of the type around, or of the file.
  private func property(_ name: String, in home: BodyID) -> (Expression, BodyID)? {
    let summary = program.bodies[home].summary
    if let owner = program.owner(of: home),
      let info = program.types.find(owner, from: program.summaries[summary], in: program),
      let (declaring, property) = program.types.infos[info].properties[name], let value = property.value,
      let index = property.body
    {
      return (value, program.id(index, in: declaring))
    }
    guard
      let variable = program.variables[name]?.first(where: {
        program.isVisible($0.summary, $0.property.isFileLocal, from: summary)
      }),
      let value = variable.property.value, let index = variable.property.body
    else { return nil }
    return (value, program.id(index, in: variable.summary))
  }

  private func unanimous(_ answers: [Bool?]) -> Bool? {
    guard let first = answers.first, answers.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  private func equals(_ values: [(value: Expression, body: BodyID)], _ expected: Condition.Value) -> Bool? {
    unanimous(values.map { equals($0.value, $0.body, expected) })
  }

  private func equals(_ value: Expression, _ home: BodyID, _ expected: Condition.Value) -> Bool? {
    switch (value, expected) {
    case (.integer(let number), .integer(let other)), (.constant(_, let number), .integer(let other)): number == other
    case (.floating(let number), .integer(let other)): number == Double(other)
    case (.boolean(let flag), .boolean(let other)): flag == other
    case (.boolean(let flag), .integer(let other)): flag == (other != 0)
    case (.integer(let number), .boolean(let flag)), (.constant(_, let number), .boolean(let flag)):
      (number != 0) == flag
    case (.string(let text), .string(let other)): text == other
    case (.null, .null): true
    case (.integer(let number), .null), (.constant(_, let number), .null): number == 0
    case (.null, _): false
    case (.function, .null), (.closure, .null), (.address, .null), (.string, .null): false
    // `{0, 0}` is zero when every part is.
    case (.list(let parts), .integer): unanimous(parts.map { equals($0, home, expected) })
    case (.constant(let name, _), .spelled(let spelled)): name == spelled
    case (.integer, .spelled), (.floating, .spelled), (.string, .spelled): false
    case (_, .spelled(let spelled)): equals(value, home, spelled: spelled)
    default: nil
    }
  }

  private func equals(_ value: Expression, _ home: BodyID, spelled expected: String) -> Bool? {
    let (text, isClosed) = spelling(value, in: home)
    guard let text else { return nil }
    if text == expected || (expected.hasPrefix(".") && text.hasSuffix(expected))
      || (text.hasPrefix(".") && expected.hasSuffix(text))
    {
      return true
    }
    return isClosed ? false : nil
  }

  /// How the caller spells a value, and whether it is one of a kind: a call, a member of a type.
  private func spelling(_ value: Expression, in home: BodyID) -> (text: String?, isClosed: Bool) {
    switch value {
    case .name(let name): return (name, name.first?.isUppercase == true)
    case .implicitMember(let name): return ("." + name, true)
    case .member(let base, let name):
      let inner = spelling(base, in: home)
      return (inner.text.map { $0 + "." + name }, inner.isClosed)
    case .call(let index):
      let call = program.body(home).calls[index]
      let inner = spelling(call.callee, in: home)
      let isConstruction = if case .name(let name) = call.callee { name.first?.isUppercase == true } else { false }
      let arguments = spelling(of: call.arguments)
      return call.kind == .call
        ? (inner.text.map { $0 + arguments }, inner.isClosed || isConstruction)
        : inner
    case .function(_, let name), .constant(let name, _): return (name, true)
    default: return (nil, false)
    }
  }

  /// `()`, `(value:1)`; what is no number is not told.
  private func spelling(of arguments: [Argument]) -> String {
    let texts = arguments.map { argument -> String? in
      guard case .integer(let number) = argument.value else { return nil }
      return (argument.label.map { $0 + ":" } ?? "") + String(number)
    }
    return "(" + (texts.contains(nil) ? "…" : texts.compactMap { $0 }.joined(separator: ",")) + ")"
  }

  private func has(_ values: [(value: Expression, body: BodyID)], _ flag: String) -> Bool? {
    unanimous(values.map { has($0.value, $0.body, flag, depth: 0) })
  }

  private func has(_ value: Expression, _ home: BodyID, _ flag: String, depth: Int) -> Bool? {
    switch value {
    case .constant(let name, _): name == flag
    case .name(let name): name == flag ? true : name.first?.isUppercase == true ? false : nil
    case .implicitMember(let name): "." + name == flag || name == flag
    case .integer(let number): number == 0 ? false : nil
    case .list(let all):
      all.isEmpty
        ? false
        : any(
          all.map { element in
            depth > 4
              ? nil
              : any(constants(element, in: home, depth: depth).map { has($0.value, $0.body, flag, depth: depth + 1) })
          })
    case .null: false
    case .call(let index):
      // `Int32(MSG_DONTWAIT.rawValue)` and the like keep what they convert.
      program.body(home).calls[index].arguments.first.flatMap {
        depth > 4 ? nil : has($0.value, home, flag, depth: depth + 1)
      }
    case .member(let base, let name):
      name == "rawValue" && depth < 5 ? has(base, home, flag, depth: depth + 1) : name == flag ? true : nil
    default: nil
    }
  }

  private func any(_ answers: [Bool?]) -> Bool? {
    answers.contains(true) ? true : answers.contains(nil) ? nil : false
  }

  private func isAtMost(_ value: (value: Expression, body: BodyID), _ limit: Int64) -> Bool? {
    switch value.value {
    case .integer(let number), .constant(_, let number): number <= limit
    case .floating(let number): number <= Double(limit)
    default: nil
    }
  }
}

extension Program {
  /// Whether a fact is in force for a call, and as how sure; nil when it is not.
  func force(of match: Callee.Match, for call: Call, in body: BodyID) -> Confidence? {
    let test = ConditionTest(program: self, call: call, body: body, parameters: match.parameters)
    if let unless = match.fact.unless, test.holds(unless) == true { return nil }
    guard let when = match.fact.when else { return match.confidence }
    switch test.holds(when) {
    case true: return match.confidence
    case nil: return .possible
    case false: return nil
    }
  }
}
