import SwiftSyntax

extension SyntaxProtocol {
  /// Visits the tokens in order without recursion, so that no depth of nesting can exhaust the stack.
  func forEachToken(_ visit: (TokenSyntax) -> Void) {
    var stack = [Syntax(self)]
    while let node = stack.popLast() {
      if let token = node.as(TokenSyntax.self) {
        visit(token)
      } else {
        stack += node.children(viewMode: .sourceAccurate).reversed()
      }
    }
  }

  /// Whether some token lies more than `limit` nodes deep.
  func isDeeper(than limit: Int) -> Bool {
    var stack = [(Syntax(self), 0)]
    while let (node, depth) = stack.popLast() {
      if depth > limit { return true }
      for child in node.children(viewMode: .sourceAccurate) where !child.is(TokenSyntax.self) {
        stack.append((child, depth + 1))
      }
    }
    return false
  }
}
