import SwiftSyntax

/// Parameters that take an expression and make a function of it, in which no `await` may stand.
enum Autoclosures {
  static let operators: Set<String> = ["&&", "||", "??"]

  /// Names by which the standard library, XCTest and swift-log call functions with such parameters.
  private static let functions: Set<String> = [
    "assert", "assertionFailure", "precondition", "preconditionFailure", "fatalError", "trace", "debug", "info",
    "notice",
    "warning", "error", "critical", "log",
  ]

  /// Macros that put their argument where an `await` may stand.
  private static let macros: Set<String> = ["expect", "require"]

  static func mayAwait(in element: LabeledExprSyntax) -> Bool {
    guard let user = element.parent?.parent else { return false }
    if let macro = user.as(MacroExpansionExprSyntax.self) { return macros.contains(macro.macroName.text) }
    guard let call = user.as(FunctionCallExprSyntax.self) else { return true }
    guard let name = call.calledExpression.lastName else { return true }
    return !functions.contains(name) && !name.hasPrefix("XCT") && !declared(in: element).contains(name)
  }

  /// Functions of the same file that have such parameters.
  private static func declared(in element: LabeledExprSyntax) -> Set<String> {
    guard let file = element.root.as(SourceFileSyntax.self) else { return [] }
    return Set(
      file.tokens(viewMode: .sourceAccurate).lazy.filter { $0.text == "autoclosure" }.compactMap { token in
        var node = token.parent
        while let current = node {
          if let function = current.as(FunctionDeclSyntax.self) { return function.name.name }
          node = current.parent
        }
        return nil
      })
  }
}

extension ExprSyntax {
  /// `wait` in `a.b.wait` and `wait`.
  var lastName: String? {
    self.as(MemberAccessExprSyntax.self)?.declName.baseName.name ?? self.as(DeclReferenceExprSyntax.self)?.baseName.name
      ?? self.as(GenericSpecializationExprSyntax.self)?.expression.lastName
  }
}
