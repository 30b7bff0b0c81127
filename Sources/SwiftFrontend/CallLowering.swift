import Model
import SwiftSyntax

extension Lowering {
  func lowerCall(_ call: FunctionCallExprSyntax, _ ask: Ask) -> Expression {
    let (callee, place) = lowerCallee(call)
    let arguments = lowerArguments(call.arguments, call.trailingClosure, call.additionalTrailingClosures)
    if case .closure(let closure) = callee { use(closure, .called) }
    return .call(emit(at: place, callee, arguments, ask: ask))
  }

  private func lowerCallee(_ call: FunctionCallExprSyntax) -> (Expression, Place) {
    var expression = call.calledExpression
    // `f?()`, `f!()` and `(f)()` call `f`.
    while true {
      if let chain = expression.as(OptionalChainingExprSyntax.self) {
        expression = chain.expression
      } else if let force = expression.as(ForceUnwrapExprSyntax.self) {
        expression = force.expression
      } else if let tuple = expression.as(TupleExprSyntax.self), tuple.elements.count == 1,
        let only = tuple.elements.first
      {
        expression = only.expression
      } else {
        break
      }
    }
    switch expression.as(ExprSyntaxEnum.self) {
    case .declReferenceExpr(let reference):
      let token = reference.baseName
      guard let labels = reference.argumentNames else {
        let callee = resolve(token)
        if case .local(let local) = callee { flow.append(.use(local, .receiver)) }
        return (callee, lines.place(token))
      }
      let local = scope.find(token.name)
      return (local.map { .local($0) } ?? .name(token.name + labels.spelled), lines.place(token))
    case .memberAccessExpr(let member): return (lowerMemberCallee(member), lines.place(member.declName.baseName))
    case .genericSpecializationExpr(let specialised):
      let place = specialised.expression.nameToken.map { lines.place($0) } ?? lines.place(expression.position)
      if let type = expression.spelledType { return (.type(type), place) }
      return (lower(specialised.expression), place)
    case .arrayExpr, .dictionaryExpr:
      guard let type = expression.spelledType else { fallthrough }
      return (.type(type), lines.place(expression.position))
    default:
      let position = call.leftParen?.positionAfterSkippingLeadingTrivia ?? call.arguments.position
      return (lower(expression), lines.place(position))
    }
  }

  func lowerSubscript(_ call: SubscriptCallExprSyntax, _ ask: Ask) -> Expression {
    let base = lower(call.calledExpression)
    if case .local(let local) = base { flow.turnLastUse(of: local, into: .receiver) }
    let arguments = lowerArguments(call.arguments, call.trailingClosure, call.additionalTrailingClosures)
    emit(.read, at: lines.place(call.leftSquare), .member(base, "subscript"), arguments, ask: ask)
    return .element(base)
  }

  func lowerArguments(
    _ list: LabeledExprListSyntax, _ trailing: ClosureExprSyntax?, _ further: MultipleTrailingClosureElementListSyntax
  ) -> [Argument] {
    var arguments: [Argument] = []
    for element in list {
      arguments.append(Argument(label: element.label?.name, value: lower(element.expression)))
    }
    if let trailing { arguments.append(Argument(value: .closure(lowerClosure(trailing)), isTrailing: true)) }
    for element in further {
      arguments.append(
        Argument(label: element.label.name, value: .closure(lowerClosure(element.closure)), isTrailing: true))
    }
    return arguments
  }

  /// What a macro does with its arguments is unknown; the calls in them are taken as if they stood there.
  func lowerMacroArguments(
    _ list: LabeledExprListSyntax, _ trailing: ClosureExprSyntax?, _ further: MultipleTrailingClosureElementListSyntax
  ) {
    _ = lowerArguments(list, trailing, further)
  }
}

extension ExprSyntax {
  /// The last name of a chain of names.
  fileprivate var nameToken: TokenSyntax? {
    self.as(DeclReferenceExprSyntax.self)?.baseName ?? self.as(MemberAccessExprSyntax.self)?.declName.baseName
  }
}
