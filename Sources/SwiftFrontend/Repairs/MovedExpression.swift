import SwiftSyntax

/// An expression that is to run on another thread, in an escaping closure.
struct MovedExpression {
  private let expression: ExprSyntax
  private let members: TypeMembers

  init(_ expression: ExprSyntax, _ members: TypeMembers) {
    self.expression = expression
    self.members = members
  }

  /// Where the closure needs a `self.` that the code here does without; nil where it would not compile there.
  var implicitReceivers: [AbsolutePosition]? {
    let tokens = Array(expression.tokens(viewMode: .sourceAccurate))
    let isMovable = tokens.allSatisfy { token in
      switch token.tokenKind {
      case .dollarIdentifier, .keyword(.super), .keyword(.await): false
      case .prefixAmpersand: false
      case .leftBrace: token.parent?.is(ClosureExprSyntax.self) != true
      default: true
      }
    }
    guard isMovable,
      CapturedVariables.names(in: Syntax(expression)).isDisjoint(
        with: CapturedVariables.variables(around: Syntax(expression)))
    else { return nil }
    let known = type.map(members.names) ?? []
    let mentioned = tokens.filter { isWithoutReceiver($0) && known.contains($0.name) }
    let locals = mentioned.isEmpty ? [] : localNames
    let members = mentioned.filter { !locals.contains($0.name) }
    let usesSelf = !members.isEmpty || tokens.contains { $0.tokenKind == .keyword(.self) }
    if usesSelf, CapturedVariables.isInActor(expression) || isInMutatingFunction { return nil }
    return members.map(\.positionAfterSkippingLeadingTrivia)
  }

  /// A name that stands alone, or at the beginning of a chain.
  private func isWithoutReceiver(_ token: TokenSyntax) -> Bool {
    guard let reference = token.parent?.as(DeclReferenceExprSyntax.self), token.isIdentifier, !token.name.isCapitalised
    else { return false }
    return reference.parent?.as(MemberAccessExprSyntax.self).map { $0.base?.id == reference.id } ?? true
  }

  /// Parameters and variables of the functions around.
  private var localNames: Set<String> {
    var names: Set<String> = []
    var current = Syntax(expression)
    while let parent = current.parent, !parent.is(MemberBlockItemListSyntax.self) {
      current = parent
    }
    for token in current.tokens(viewMode: .sourceAccurate) where token.isIdentifier {
      switch token.parent?.as(SyntaxEnum.self) {
      case .identifierPattern, .functionParameter, .closureShorthandParameter, .closureParameter, .closureCapture:
        names.insert(token.name)
      default: break
      }
    }
    return names
  }

  private var isInMutatingFunction: Bool {
    var current = Syntax(expression)
    while let parent = current.parent, !parent.is(MemberBlockSyntax.self) {
      if let function = parent.as(FunctionDeclSyntax.self),
        function.modifiers.contains(where: { $0.name.tokenKind == .keyword(.mutating) })
      {
        return true
      }
      current = parent
    }
    return false
  }

  /// The name of the type around, as far as it is spelled there.
  private var type: String? {
    var current = Syntax(expression).parent
    while let node = current {
      if let name = node.typeName { return name }
      current = node.parent
    }
    return nil
  }
}
