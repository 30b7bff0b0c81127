import SwiftSyntax

/// Looks for a `return` with a value.
final class ReturnedValues: SyntaxVisitor {
  private var isFound = false

  static func leave(_ statements: CodeBlockItemListSyntax) -> Bool {
    let visitor = ReturnedValues(viewMode: .sourceAccurate)
    visitor.walk(statements)
    return visitor.isFound
  }

  override func visit(_ node: ReturnStmtSyntax) -> SyntaxVisitorContinueKind {
    if node.expression != nil { isFound = true }
    return .visitChildren
  }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}
