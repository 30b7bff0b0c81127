import CLibclang
import Model

/// What the locals of a body are given, collected until its end.
struct Assignments {
  /// By local.
  var values: [Int: [Expression]] = [:]
  /// By local, then by field: `tv.tv_sec = 0`.
  var fields: [Int: [String: [Expression]]] = [:]
  /// The type of each local with assigned fields.
  var records: [Int: CXType] = [:]
}

extension BodyLowering {
  /// `left = right`.
  func assign(_ left: Int32, _ right: Int32) -> Expression {
    let type = clang.pointee.getCursorType(tree.cursor(left))
    // A local that is given a value is not asked for the one it has.
    let target = local(stripped(left)).map { .local($0) } ?? value(left)
    let value = initialiser(type, right, target: target)
    note(left, value)
    drawStore(target, value)
    return value
  }

  /// Remembers that a local, or a field of a local record, is given a value.
  func note(_ left: Int32, _ value: Expression) {
    let left = stripped(left)
    if let local = local(left) {
      assignments.values[local, default: []].append(inTerms(of: local, value))
    } else if tree.kind(left) == Kind.member, let base = tree.code(left).first.map(stripped), let local = local(base) {
      let type = clang.pointee.getCursorType(tree.cursor(base))
      guard unit.isRecord(type) else { return }
      assignments.records[local] = type
      let name = unit.spelling(clang.pointee.getCursorReferenced(tree.cursor(left)))
      assignments.fields[local, default: [:]][name, default: []].append(inTerms(of: local, value))
    }
  }

  /// A value is spelled in the terms of the body that computes it, a local in those of the body that declares it.
  private func inTerms(of local: Int, _ value: Expression) -> Expression {
    unit.summary.locals[local].body == body ? value : .opaque
  }

  /// The local that an expression names, if that is all it does.
  func local(_ node: Int32) -> Int? {
    guard tree.kind(node) == Kind.name else { return nil }
    return clang.pointee.getCursorReferenced(tree.cursor(node)).data.0.flatMap { unit.locals[$0] }
  }

  /// Without parentheses and conversions that show nothing in the source.
  func stripped(_ node: Int32) -> Int32 {
    var node = node
    while tree.kind(node) == Kind.parentheses || tree.kind(node) == Kind.unexposedExpression {
      let inner = tree.code(node)
      guard inner.count == 1 else { return node }
      node = inner[0]
    }
    return node
  }

  /// Gives every local all that was assigned to it.
  func settle() {
    for (local, values) in assignments.values {
      let all = (unit.summary.locals[local].value.map { [$0] } ?? unassigned(local)) + values
      unit.summary.locals[local].value = either(all)
    }
    for (local, given) in assignments.fields {
      guard let type = assignments.records[local] else { continue }
      unit.summary.locals[local].value = record(type, initial: unit.summary.locals[local].value, given)
    }
  }

  private func unassigned(_ local: Int) -> [Expression] {
    if case .parameter = unit.summary.locals[local].kind { return [.opaque] }
    return []
  }

  private func record(_ type: CXType, initial: Expression?, _ given: [String: [Expression]]) -> Expression {
    var initials: [Expression] = []
    var hasInitial = false
    switch initial {
    case .list(let values)?: (initials, hasInitial) = (values, true)
    case nil: break
    default: return .opaque
    }
    let fields = unit.fields(of: type)
    return .list(
      fields.enumerated().map { index, field in
        let initial: Expression? = index < initials.count ? initials[index] : (hasInitial ? .integer(0) : nil)
        let values = (initial.map { [$0] } ?? []) + (given[field.name] ?? [])
        return values.isEmpty ? .opaque : either(values)
      })
  }

  private func either(_ values: [Expression]) -> Expression {
    var distinct: [Expression] = []
    for value in values where !distinct.contains(value) { distinct.append(value) }
    // A variable that takes on more than a few values is known no better for listing them.
    if distinct.count > 16 { return .opaque }
    return distinct.count == 1 ? distinct[0] : .either(distinct)
  }
}
