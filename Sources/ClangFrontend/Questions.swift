import CLibclang
import Model

/// What a condition asks, in a form that is the same for `if (p)`, `if (p != NULL)` and, the other way, `if (!p)`.
extension BodyLowering {
  /// The question that a condition asks, and the answer with which it holds. To be asked when the condition has been lowered.
  func question(_ node: Int32) -> ControlFlow.Answer? {
    var node = stripped(node)
    var isYes = true
    while true {
      let operands = tree.code(node)
      if tree.kind(node) == Kind.unary, operands.count == 1, unaryOperator(node) == .not {
        isYes.toggle()
        node = stripped(operands[0])
      } else {
        break
      }
    }
    let operands = tree.code(node)
    guard tree.kind(node) == Kind.binary, operands.count == 2 else { return existence(of: node, isYes) }
    switch binaryOperator(node) {
    case .assign: return existence(of: node, isYes)
    case .equal: return equality(operands[0], operands[1], isYes)
    case .unequal: return equality(operands[0], operands[1], !isYes)
    case .less: return order(operands[0], operands[1], isYes)
    case .atLeast: return order(operands[0], operands[1], !isYes)
    case .greater: return order(operands[1], operands[0], isYes)
    case .atMost: return order(operands[1], operands[0], !isYes)
    default: return nil
    }
  }

  /// Whether a switch's subject is the value of a case.
  func question(is subject: Int32, _ value: Int32) -> ControlFlow.Answer? { equality(subject, value, true) }

  private func existence(of node: Int32, _ isYes: Bool) -> ControlFlow.Answer? {
    var asked = Asked()
    return spell(node, &asked) ? answer(asked, isYes) : nil
  }

  private func equality(_ left: Int32, _ right: Int32, _ isYes: Bool) -> ControlFlow.Answer? {
    if isZero(right) { return existence(of: left, !isYes) }
    if isZero(left) { return existence(of: right, !isYes) }
    return comparison(left, "==", right, isYes)
  }

  private func order(_ left: Int32, _ right: Int32, _ isYes: Bool) -> ControlFlow.Answer? {
    comparison(left, "<", right, isYes)
  }

  private func comparison(_ left: Int32, _ sign: String, _ right: Int32, _ isYes: Bool) -> ControlFlow.Answer? {
    var asked = Asked()
    guard spell(left, &asked) else { return nil }
    asked.text += sign
    guard spell(right, &asked) else { return nil }
    return answer(asked, isYes)
  }

  private func isZero(_ node: Int32) -> Bool {
    let inner = stripped(node)
    switch tree.kind(inner) {
    case Kind.gnuNull, Kind.nullPointer: return true
    case let kind where Kind.casts.contains(kind): return tree.code(inner).last.map(isZero) ?? false
    default: return constant(inner) == 0
    }
  }

  private struct Asked {
    var text = ""
    var locals: Set<Int> = []
    var isLocal = true
    var call: Int?
    var parts = 0
  }

  private func answer(_ asked: Asked, _ isYes: Bool) -> ControlFlow.Answer? {
    // A question about constants alone is none.
    guard !asked.locals.isEmpty || !asked.isLocal || asked.call != nil else { return nil }
    // What a call says, another need not say.
    guard asked.call == nil || asked.locals.isEmpty && asked.isLocal else { return nil }
    var question = ControlFlow.Question(text: asked.text, locals: asked.locals.sorted(), isLocal: asked.isLocal)
    question.call = asked.call
    return ControlFlow.Answer(flow.number(of: question), isYes)
  }

  /// Appends an expression as it would be written without blanks and macros; false where it is more than names, members and
  /// constants.
  private func spell(_ node: Int32, _ asked: inout Asked) -> Bool {
    asked.parts += 1
    guard asked.parts < 12 else { return false }
    let inner = stripped(node)
    let operands = tree.code(inner)
    switch tree.kind(inner) {
    case Kind.name: return spell(name: inner, &asked)
    case Kind.call:
      guard let call = callNumbers[inner], asked.call == nil else { return false }
      asked.call = call
      asked.text += "()"
      return true
    case Kind.integer, Kind.character, Kind.boolean:
      guard let value = constant(inner) else { return false }
      asked.text += "\(value)"
      return true
    case Kind.member:
      guard let base = operands.first, spell(base, &asked) else { return false }
      asked.isLocal = false
      asked.text += ".\(unit.spelling(tree.cursor(inner)))"
      return true
    case Kind.subscripting where operands.count == 2:
      guard spell(operands[0], &asked) else { return false }
      asked.isLocal = false
      asked.text += "["
      guard spell(operands[1], &asked) else { return false }
      asked.text += "]"
      return true
    case Kind.unary where operands.count == 1:
      let kind = unaryOperator(inner)
      guard kind == .dereference || kind == .minus else { return false }
      if kind == .dereference { asked.isLocal = false }
      asked.text += kind == .minus ? "-" : "*"
      return spell(operands[0], &asked)
    case Kind.binary where operands.count == 2 && binaryOperator(inner) == .assign:
      // The answer is about what it has been given.
      return spell(operands[0], &asked)
    case let kind where Kind.casts.contains(kind): return operands.last.map { spell($0, &asked) } ?? false
    default: return false
    }
  }

  private func spell(name node: Int32, _ asked: inout Asked) -> Bool {
    let referenced = clang.pointee.getCursorReferenced(tree.cursor(node))
    guard !Kind.functions.contains(referenced.kind) else { return false }
    if let local = local(node) {
      asked.locals.insert(local)
    } else if referenced.kind != Kind.enumerator {
      asked.isLocal = false
    }
    asked.text += unit.spelling(tree.cursor(node))
    return true
  }
}
