import SwiftSyntax

// A loop is idle when nothing in its body can change what its condition reads, or leave it: it only asks again.

extension CodeBlockItemListSyntax {
  var isIdle: Bool { allSatisfy { $0.isIdle } }
}

extension CodeBlockItemSyntax {
  fileprivate var isIdle: Bool {
    switch item {
    case .decl: false
    case .stmt(let statement):
      if let statement = statement.as(ExpressionStmtSyntax.self) {
        statement.expression.isIdle
      } else if let statement = statement.as(GuardStmtSyntax.self) {
        statement.body.statements.isIdle
      } else {
        statement.is(ContinueStmtSyntax.self)
      }
    case .expr(let expression): expression.isIdle
    }
  }
}

extension ExprSyntax {
  fileprivate var isIdle: Bool {
    switch self.as(ExprSyntaxEnum.self) {
    case .functionCallExpr(let call):
      // Closures and inout arguments can do anything.
      call.trailingClosure == nil
        && call.arguments.allSatisfy {
          !$0.expression.is(InOutExprSyntax.self) && !$0.expression.is(ClosureExprSyntax.self)
        }
    case .awaitExpr(let expression): expression.expression.isIdle
    case .tryExpr(let expression): expression.expression.isIdle
    case .unsafeExpr(let expression): expression.expression.isIdle
    case .sequenceExpr(let sequence): sequence.dropsCall
    case .ifExpr(let expression): expression.isIdle
    default: false
    }
  }
}

extension SequenceExprSyntax {
  /// `_ = f()`
  fileprivate var dropsCall: Bool {
    let elements = Array(elements)
    guard elements.count == 3, elements[0].is(DiscardAssignmentExprSyntax.self) else { return false }
    return elements[1].is(AssignmentExprSyntax.self) && elements[2].isIdle
  }
}

extension IfExprSyntax {
  fileprivate var isIdle: Bool {
    var next: IfExprSyntax? = self
    while let current = next {
      next = nil
      guard current.body.statements.isIdle else { return false }
      switch current.elseBody {
      case .ifExpr(let other): next = other
      case .codeBlock(let block): return block.statements.isIdle
      case nil: break
      }
    }
    return true
  }
}
