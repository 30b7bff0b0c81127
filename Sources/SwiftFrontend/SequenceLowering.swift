import Model
import SwiftSyntax

extension Lowering {
  /// Operands and operators as the parser leaves them: in one flat row.
  ///
  /// Folding the whole tree would copy most of it; the row is enough to evaluate from left to right.
  func lowerSequence(_ sequence: SequenceExprSyntax, _ ask: Ask) -> Expression {
    let elements = Array(sequence.elements)
    // `await` and `try` cover everything to their right.
    let outer = (coverage, flow.depth)
    let outerCatches = catches
    catches = []
    defer {
      coverage = outer.0
      for after in catches.reversed() {
        flow.link(to: after)
        flow.leave(to: flow.depth - 1)
        flow.enter(after)
      }
      catches = outerCatches
    }
    if let assignment = elements.firstIndex(where: \.isAssignment), assignment > 0, assignment + 1 < elements.count {
      lowerAssignment(elements, at: assignment)
      return .opaque
    }
    var row = Row(elements: elements[...])
    return climb(&row, 0, ask)
  }

  /// What is left of a row of operands and operators.
  private struct Row {
    var elements: ArraySlice<ExprSyntax>
  }

  private func climb(_ row: inout Row, _ minimum: Int, _ ask: Ask) -> Expression {
    guard descend() else {
      ascend()
      row.elements = []
      return .opaque
    }
    defer { ascend() }
    guard let first = row.elements.popFirst() else { return .opaque }
    // Only a lone ternary passes on whether its value is used.
    var left = operand(first, ask.intersection([.awaited, .tried]))
    while let next = row.elements.first, next.precedence >= minimum {
      row.elements.removeFirst()
      left = apply(next, to: left, &row)
    }
    return left
  }

  private func apply(_ element: ExprSyntax, to left: Expression, _ row: inout Row) -> Expression {
    switch element.as(ExprSyntaxEnum.self) {
    case .unresolvedAsExpr:
      guard let type = row.elements.popFirst()?.as(TypeExprSyntax.self) else { return .opaque }
      return .cast(left, TypeRef(type.type))
    case .unresolvedIsExpr:
      _ = row.elements.popFirst()
      return .opaque
    case .unresolvedTernaryExpr(let ternary):
      let (middle, right) = alternatively {
        lower(ternary.thenExpression)
      } _: {
        climb(&row, CustomOperators.ternary, [])
      }
      return .either(of: [middle, right])
    case .binaryOperatorExpr(let binary):
      let name = binary.operator.text
      let isShort = ["??", "&&", "||"].contains(name)
      let right =
        isShort
        ? optionally { climb(&row, element.precedence + 1, []) } : climb(&row, element.precedence + 1, [])
      if name == "??" { return .either(of: [left, right]) }
      if name == "|", !operators.isCalled(name) { return .list(left.flags + right.flags) }
      guard operators.isCalled(name) else { return .opaque }
      return .call(
        emit(at: lines.place(binary.operator), .name(name), [Argument(value: left), Argument(value: right)]))
    default:
      _ = climb(&row, element.precedence + 1, [])
      return .opaque
    }
  }

  /// One operand; `try` and `await` before it stay in force for the rest of the row.
  private func operand(_ expression: ExprSyntax, _ ask: Ask) -> Expression {
    var expression = expression
    var ask = ask
    let calls = callCount
    let suspends = strip(&expression, &ask)
    let value = lower(expression, ask)
    if suspends { noteSuspension(of: value, at: expression, callsBefore: calls) }
    return value
  }

  /// Takes `try` and `await` off an operand; true when `await` was there.
  @discardableResult
  private func strip(_ expression: inout ExprSyntax, _ ask: inout Ask) -> Bool {
    var suspends = false
    while true {
      if let attempt = expression.as(TryExprSyntax.self) {
        frame?.attempt = attempt.attempt
        ask.insert(.tried)
        if attempt.attempt == .swallows {
          let after = flow.block()
          flow.enterHandler(after)
          catches.append(after)
        }
        expression = attempt.expression
      } else if let wait = expression.as(AwaitExprSyntax.self) {
        noteSuspension()
        frame?.isAwaited = true
        ask.insert(.awaited)
        suspends = true
        expression = wait.expression
      } else if let unsafe = expression.as(UnsafeExprSyntax.self) {
        expression = unsafe.expression
      } else {
        return suspends
      }
    }
  }

  // MARK: Assignment

  /// What stands on the left of `=`.
  fileprivate enum Target {
    case discard
    case stored(Expression)
    case called(Expression, Place, value: Expression, [Argument])
    case tuple([Target])
  }

  private func lowerAssignment(_ elements: [ExprSyntax], at index: Int) {
    guard descend() else { return ascend() }
    defer { ascend() }
    var first = elements[0]
    var ask: Ask = []
    strip(&first, &ask)
    // More than one operand cannot be assigned to; what it calls still counts.
    for element in elements[1..<index] where element.precedence == .max { _ = lower(element) }
    let target = lowerTarget(first)
    let compound = elements[index].as(BinaryOperatorExprSyntax.self)?.operator
    if compound != nil { emitAccess(.read, target) }
    var row = Row(elements: elements[(index + 1)...])
    var right: Expression = .opaque
    if case .discard = target {
      right = row.elements.count == 1 ? operand(row.elements.removeFirst(), [.unused, .discarded]) : climb(&row, 0, [])
    } else if let next = row.elements.firstIndex(where: \.isAssignment), next > row.elements.startIndex,
      next + 1 < row.elements.endIndex
    {
      lowerAssignment(Array(row.elements), at: next - row.elements.startIndex)
    } else {
      right = climb(&row, 0, [])
    }
    if let compound, operators.isCalled(compound.text), let value = target.value {
      emit(
        at: lines.place(compound), .name(compound.text), [Argument(value: .address(value)), Argument(value: right)],
        ask: .unused)
    }
    emitAccess(.write, target)
    if compound == nil {
      flow(right, to: target, at: elements[index])
    } else if case .stored(.local(let local)) = target {
      flow.append(.bind(local))
    }
  }

  private func lowerTarget(_ expression: ExprSyntax) -> Target {
    guard descend() else {
      ascend()
      return .discard
    }
    defer { ascend() }
    switch expression.as(ExprSyntaxEnum.self) {
    case .discardAssignmentExpr: return .discard
    case .declReferenceExpr(let reference):
      let value = resolve(reference.baseName)
      guard case .name = value else { return .stored(value) }
      return .called(value, lines.place(reference.baseName), value: value, [])
    case .memberAccessExpr(let member):
      let value = lowerMemberCallee(member)
      return .called(value, lines.place(member.declName.baseName), value: value, [])
    case .subscriptCallExpr(let call):
      let base = lower(call.calledExpression)
      let arguments = lowerArguments(call.arguments, call.trailingClosure, call.additionalTrailingClosures)
      return .called(.member(base, "subscript"), lines.place(call.leftSquare), value: .element(base), arguments)
    case .optionalChainingExpr(let chain): return lowerTarget(chain.expression)
    case .forceUnwrapExpr(let force): return lowerTarget(force.expression)
    case .tupleExpr(let tuple):
      if tuple.elements.count == 1, let only = tuple.elements.first { return lowerTarget(only.expression) }
      return .tuple(tuple.elements.map { lowerTarget($0.expression) })
    default: return .stored(lower(expression))
    }
  }

  private func emitAccess(_ kind: Call.Kind, _ target: Target) {
    switch target {
    case .discard, .stored: break
    case .called(let callee, let place, _, let arguments): emit(kind, at: place, callee, arguments)
    case .tuple(let targets): targets.forEach { emitAccess(kind, $0) }
    }
  }

  func lowerInOut(_ expression: InOutExprSyntax) -> Expression {
    let target = lowerTarget(expression.expression)
    emitAccess(.read, target)
    emitAccess(.write, target)
    if case .stored(.local(let local)) = target {
      flow.append(.use(local, .value))
      flow.append(.bind(local))
    }
    return target.value.map { .address($0) } ?? .opaque
  }

  private func flow(_ value: Expression, to target: Target, at element: ExprSyntax) {
    if case .tuple(let targets) = target, case .tuple(let values) = value, targets.count == values.count {
      for (target, value) in zip(targets, values) { flow(value, to: target, at: element) }
      return
    }
    guard let held = target.value else { return }
    if case .local(let local) = held { flow.append(.bind(local)) }
    if value != .opaque { flow.append(.store(held, value)) }
    guard value.mayHoldFunction else { return }
    if case .closure(let closure) = value { use(closure, .assigned(held)) }
    let place: Place
    if case .called(_, let own, _, _) = target { place = own } else { place = lines.place(element.position) }
    summary.flows.append(Flow(target: held, value: value, body: frame?.body, place: place))
  }
}

extension Lowering.Target {
  fileprivate var value: Expression? {
    switch self {
    case .discard, .tuple: nil
    case .stored(let value), .called(_, _, let value, _): value == .opaque ? nil : value
    }
  }
}

extension Expression {
  /// `a | b | c` is one set of flags.
  fileprivate var flags: [Expression] {
    guard case .list(let flags) = self else { return [self] }
    return flags
  }

  /// Whether the value could be a function, as far as spelling tells.
  fileprivate var mayHoldFunction: Bool {
    switch self {
    case .closure, .name, .local, .member, .function, .either, .cast: true
    default: false
    }
  }
}

extension ExprSyntax {
  var isAssignment: Bool {
    if self.is(AssignmentExprSyntax.self) { return true }
    guard let binary = self.as(BinaryOperatorExprSyntax.self) else { return false }
    return CustomOperators.isCompoundAssignment(binary.operator.text)
  }

  /// How tightly an operator of a row binds; operands bind tightest of all.
  fileprivate var precedence: Int {
    switch self.as(ExprSyntaxEnum.self) {
    case .binaryOperatorExpr(let binary): CustomOperators.precedence(binary.operator.text)
    case .unresolvedTernaryExpr: CustomOperators.ternary
    case .unresolvedAsExpr, .unresolvedIsExpr: CustomOperators.cast
    case .assignmentExpr, .arrowExpr: 0
    default: .max
    }
  }
}
