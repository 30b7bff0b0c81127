import SwiftSyntax

/// Numbers that would be others where the type is another.
enum ChangedNumbers {
  /// `1 / 2` is a half as a `Double` and nothing as an `Int`, and a duration is never infinite.
  static func mayChange(_ expression: ExprSyntax) -> Bool {
    let tokens = Array(expression.tokens(viewMode: .sourceAccurate))
    if tokens.contains(where: { ["infinity", "greatestFiniteMagnitude", "nan"].contains($0.text) }) { return true }
    guard tokens.contains(where: { $0.text == "/" || $0.text == "%" }) else { return false }
    return !tokens.contains(where: hasFixedType)
  }

  /// A literal with a point, a variable, or a conversion.
  private static func hasFixedType(_ token: TokenSyntax) -> Bool {
    switch token.tokenKind {
    case .floatLiteral: return true
    case .identifier(let name):
      let isCalled = token.nextToken(viewMode: .sourceAccurate)?.tokenKind == .leftParen
      return !isCalled || name.isCapitalised
    default: return false
    }
  }
}
