import SwiftSyntax

/// An expression that is to run on another thread, in an escaping closure.
struct MovedExpression {
  private let expression: ExprSyntax

  init(_ expression: ExprSyntax) {
    self.expression = expression
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
    let members = tokens.filter(isImplicitMember)
    let usesSelf = !members.isEmpty || tokens.contains { $0.tokenKind == .keyword(.self) }
    if usesSelf, CapturedVariables.isInActor(expression) || isInMutatingFunction { return nil }
    return members.map(\.positionAfterSkippingLeadingTrivia)
  }

  /// A name without receiver that the type around declares, and nothing nearer.
  private func isImplicitMember(_ token: TokenSyntax) -> Bool {
    guard let reference = token.parent?.as(DeclReferenceExprSyntax.self), token.isIdentifier, !token.name.isCapitalised,
      reference.parent?.as(MemberAccessExprSyntax.self).map({ $0.base?.id == reference.id }) ?? true
    else { return false }
    return memberNames.contains(token.name) && !localNames.contains(token.name)
  }

  /// What the file declares in the type around and its extensions.
  private var memberNames: Set<String> {
    guard let type = Self.type(around: Syntax(expression)), let file = expression.root.as(SourceFileSyntax.self) else {
      return []
    }
    var names: Set<String> = []
    for token in file.tokens(viewMode: .sourceAccurate) where token.isIdentifier {
      guard let owner = token.declaration, let list = owner.parent?.as(MemberBlockItemSyntax.self),
        Self.type(around: Syntax(list)) == type
      else { continue }
      names.insert(token.name)
    }
    return names
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

  /// The name of the type around a node, as far as it is spelled there.
  private static func type(around node: Syntax) -> String? {
    var current = node.parent
    while let node = current {
      switch node.as(SyntaxEnum.self) {
      case .structDecl(let type): return type.name.name
      case .classDecl(let type): return type.name.name
      case .enumDecl(let type): return type.name.name
      case .actorDecl(let type): return type.name.name
      case .protocolDecl(let type): return type.name.name
      case .extensionDecl(let type): return type.extendedType.trimmedDescription
      default: current = node.parent
      }
    }
    return nil
  }
}

extension TokenSyntax {
  /// The function or variable that it is the name of.
  fileprivate var declaration: Syntax? {
    if let function = parent?.as(FunctionDeclSyntax.self), function.name.id == id { return Syntax(function) }
    guard let pattern = parent?.as(IdentifierPatternSyntax.self),
      let binding = pattern.parent?.as(PatternBindingSyntax.self)
    else { return nil }
    return binding.parent?.parent
  }
}
