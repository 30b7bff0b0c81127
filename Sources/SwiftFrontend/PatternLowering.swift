import Model
import SwiftSyntax

extension Lowering {
  /// Binds the names of a pattern to the parts of a value, and lowers the expressions in it.
  func bind(_ pattern: PatternSyntax, _ kind: Local.Kind, type: TypeRef? = nil, value: Expression? = nil) {
    guard descend() else { return ascend() }
    defer { ascend() }
    switch pattern.as(PatternSyntaxEnum.self) {
    case .identifierPattern(let pattern): bind(pattern.identifier, kind, type: type, value: value)
    case .tuplePattern(let tuple):
      for (index, element) in tuple.elements.enumerated() {
        bind(element.pattern, kind, type: type?.element(index), value: value.map { .tupleElement($0, index) })
      }
    case .valueBindingPattern(let pattern):
      bind(pattern.pattern, pattern.bindingSpecifier.bindingKind, type: type, value: value)
    case .expressionPattern(let pattern): bind(pattern.expression, kind, value: value)
    case .isTypePattern, .missingPattern, .wildcardPattern: break
    }
  }

  /// The parser reads `.some(let x)`, `let x?` and `let x as T` as expressions with patterns inside.
  private func bind(_ expression: ExprSyntax, _ kind: Local.Kind, value: Expression?) {
    guard descend() else { return ascend() }
    defer { ascend() }
    switch expression.as(ExprSyntaxEnum.self) {
    case .patternExpr(let pattern): bind(pattern.pattern, kind, value: value)
    case .functionCallExpr(let call) where call.trailingClosure == nil:
      // What a case carries has no type that this file could always tell.
      for argument in call.arguments { bind(argument.expression, kind, value: nil) }
    case .tupleExpr(let tuple):
      let isSingle = tuple.elements.count == 1
      for (index, element) in tuple.elements.enumerated() {
        bind(element.expression, kind, value: isSingle ? value : value.map { .tupleElement($0, index) })
      }
    case .optionalChainingExpr(let chain): bind(chain.expression, kind, value: value)
    case .sequenceExpr(let sequence):
      let elements = Array(sequence.elements)
      guard elements.count == 3, elements[1].is(UnresolvedAsExprSyntax.self),
        let type = elements[2].as(TypeExprSyntax.self)
      else {
        _ = lower(expression)
        return
      }
      bind(elements[0], kind, value: .cast(value ?? .opaque, TypeRef(type.type)))
    case .memberAccessExpr(let member) where member.base == nil: break
    case .memberAccessExpr(let member) where member.base.map { $0.spelledType != nil } ?? false: break
    case .discardAssignmentExpr, .integerLiteralExpr, .stringLiteralExpr, .nilLiteralExpr, .booleanLiteralExpr: break
    default: _ = lower(expression)
    }
  }
}

extension TypeRef {
  fileprivate func element(_ index: Int) -> TypeRef? {
    guard case .tuple(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }
}
