import SwiftSyntax

/// What a closure takes from around it that a closure on another thread may not have.
enum CapturedVariables {
  /// It mentions a variable that may change while it runs.
  static func isChanged(by expression: ExprSyntax) -> Bool {
    guard let closure = expression.as(ClosureExprSyntax.self) else { return false }
    return !names(in: Syntax(closure)).isDisjoint(with: variables(around: Syntax(closure)))
  }

  static func names(in node: Syntax) -> Set<String> {
    Set(
      node.tokens(viewMode: .sourceAccurate).lazy
        .filter { $0.parent?.is(DeclReferenceExprSyntax.self) == true && !$0.isMemberName }.map(\.name))
  }

  /// `var` and `inout` of the functions around.
  static func variables(around node: Syntax) -> Set<String> {
    var result: Set<String> = []
    var current = node
    while let parent = current.parent, !parent.is(MemberBlockSyntax.self) {
      if let list = parent.as(CodeBlockItemListSyntax.self), !list.isOfFile {
        for item in list {
          guard let variable = item.item.as(VariableDeclSyntax.self), variable.bindingSpecifier.text == "var" else {
            continue
          }
          for binding in variable.bindings {
            result.formUnion(
              binding.pattern.tokens(viewMode: .sourceAccurate).filter { $0.isIdentifier }.map(\.name))
          }
        }
      }
      if let function = parent.as(FunctionDeclSyntax.self) {
        for parameter in function.signature.parameterClause.parameters where parameter.type.isInout {
          result.insert((parameter.secondName ?? parameter.firstName).name)
        }
      }
      current = parent
    }
    return result
  }

  static func isInActor(_ node: some SyntaxProtocol) -> Bool {
    var current = Syntax(node)
    while let parent = current.parent {
      if parent.is(ActorDeclSyntax.self) { return true }
      current = parent
    }
    return false
  }
}

extension TokenSyntax {
  var isIdentifier: Bool {
    if case .identifier = tokenKind { return true }
    return false
  }

  /// `b` in `a.b`.
  fileprivate var isMemberName: Bool {
    previousToken(viewMode: .sourceAccurate)?.tokenKind == .period
  }
}

extension CodeBlockItemListSyntax {
  fileprivate var isOfFile: Bool { parent?.is(SourceFileSyntax.self) == true }
}

extension TypeSyntax {
  fileprivate var isInout: Bool { firstToken(viewMode: .sourceAccurate)?.tokenKind == .keyword(.inout) }
}
