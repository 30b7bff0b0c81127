import Model
import SwiftSyntax

/// A call, or a read of a property, as the source spells it.
struct CallSite {
  let expression: ExprSyntax
  /// Nil where a property is read.
  let call: FunctionCallExprSyntax?
  /// Its own name: `wait` in `semaphore.wait()`.
  let name: TokenSyntax

  /// Nil where no name of a call stands at the place.
  init?(at place: Place, in tree: SourceFileSyntax, _ lines: LineTable) {
    guard let offset = lines.offset(of: place), offset < tree.endPosition.utf8Offset,
      let token = tree.token(at: AbsolutePosition(utf8Offset: offset)),
      token.positionAfterSkippingLeadingTrivia.utf8Offset == offset,
      let reference = token.parent?.as(DeclReferenceExprSyntax.self), reference.argumentNames == nil
    else { return nil }
    name = token
    var expression = ExprSyntax(reference)
    if let member = expression.parent?.as(MemberAccessExprSyntax.self), member.declName.id == reference.id {
      expression = ExprSyntax(member)
    }
    if let specialised = expression.parent?.as(GenericSpecializationExprSyntax.self) {
      expression = ExprSyntax(specialised)
    }
    if let call = expression.parent?.as(FunctionCallExprSyntax.self), call.calledExpression.id == expression.id {
      self.call = call
      self.expression = ExprSyntax(call)
    } else {
      call = nil
      self.expression = expression
    }
  }

  /// What the call is made on.
  var receiver: ExprSyntax? {
    let callee = call?.calledExpression ?? expression
    return callee.as(MemberAccessExprSyntax.self)?.base
      ?? callee.as(GenericSpecializationExprSyntax.self)?.expression.as(MemberAccessExprSyntax.self)?.base
  }

  /// In the order in which they are written.
  var arguments: [ExprSyntax] {
    guard let call else { return [] }
    return call.arguments.map(\.expression) + (call.trailingClosure.map { [ExprSyntax($0)] } ?? [])
      + call.additionalTrailingClosures.map { ExprSyntax($0.closure) }
  }
}

extension LineTable {
  func offset(of place: Place) -> Int? {
    guard place.line > 0, place.column > 0, let start = start(ofLine: place.line) else { return nil }
    return start + place.column - 1
  }
}
