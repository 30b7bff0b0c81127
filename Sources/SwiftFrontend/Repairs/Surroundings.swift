import SwiftSyntax

/// The function or closure around an expression: whether it may `await` there, and where an error goes.
struct Surroundings {
  /// The innermost function, accessor or closure.
  private(set) var code: Syntax
  /// An error may be thrown here: something around catches it, or is declared to throw it.
  private(set) var mayThrow = false
  /// In the initial value of an `async let`.
  private(set) var isAsyncLet = false
  /// Not in a synchronous function, the body of a `defer`, or no function at all.
  private(set) var mayAwait = false

  init(_ node: some SyntaxProtocol) {
    code = Syntax(node)
    var current = Syntax(node)
    var isCaught = false
    var isDeferred = false
    while let parent = current.parent {
      if let block = parent.as(DoStmtSyntax.self), current.id == block.body.id {
        isCaught = isCaught || block.catchesAnything
      } else if parent.is(DeferStmtSyntax.self) {
        isDeferred = true
      } else if let variable = parent.as(VariableDeclSyntax.self), variable.isAsyncLet {
        isAsyncLet = true
      } else if parent.is(MemberBlockSyntax.self) {
        return
      } else if let own = Self.effects(of: parent, from: current) {
        code = parent
        mayAwait = own.isAsync && !isDeferred
        mayThrow = !isAsyncLet && (isCaught || own.isThrowing)
        return
      }
      current = parent
    }
  }

  /// Nil where the node is no code of its own.
  private static func effects(of node: Syntax, from child: Syntax) -> (isAsync: Bool, isThrowing: Bool)? {
    switch node.as(SyntaxEnum.self) {
    case .functionDecl(let function): return function.signature.effectSpecifiers.effects
    case .initializerDecl(let initializer): return initializer.signature.effectSpecifiers.effects
    case .deinitializerDecl, .subscriptDecl: return (false, false)
    case .accessorDecl(let accessor):
      let effects = accessor.effectSpecifiers
      return (effects?.asyncSpecifier != nil, effects?.throwsClause.throwsAnyError ?? false)
    case .accessorBlock(let block):
      if case .getter = block.accessors { return (false, false) }
      return nil
    case .closureExpr(let closure):
      // Whoever asks knows that a closure without a word about it is run as an async one.
      let effects = closure.signature?.effectSpecifiers
      let throwsAny = effects.map { $0.throwsClause.throwsAnyError } ?? UncaughtErrors.leave(closure.statements)
      return (effects == nil || effects?.asyncSpecifier != nil, throwsAny)
    default: return nil
    }
  }
}

extension FunctionEffectSpecifiersSyntax? {
  fileprivate var effects: (isAsync: Bool, isThrowing: Bool) {
    (self?.asyncSpecifier != nil, self?.throwsClause.throwsAnyError ?? false)
  }
}

extension ThrowsClauseSyntax? {
  /// `throws`, and not `rethrows` or `throws(SomeError)`.
  fileprivate var throwsAnyError: Bool {
    guard let clause = self, clause.throwsSpecifier.tokenKind == .keyword(.throws) else { return false }
    guard let type = clause.type else { return true }
    return ["Error", "any Error", "Swift.Error", "any Swift.Error"].contains(type.trimmedDescription)
  }
}

extension DoStmtSyntax {
  /// Nothing that its body throws gets out, whatever its type.
  var catchesAnything: Bool {
    guard throwsClause == nil else { return false }
    return catchClauses.contains { clause in
      let isOpen =
        clause.catchItems.isEmpty || clause.catchItems.contains { $0.whereClause == nil && $0.pattern.isOpen }
      // With another error beside it, `error` may lose the type that gives it members.
      return isOpen && !clause.body.usesMembersOfError
    }
  }
}

extension PatternSyntax? {
  /// `let error`, `_`: it matches whatever comes.
  fileprivate var isOpen: Bool {
    guard let binding = self?.as(ValueBindingPatternSyntax.self) else {
      return self?.is(WildcardPatternSyntax.self) ?? true
    }
    return binding.pattern.is(IdentifierPatternSyntax.self)
  }
}

extension CodeBlockSyntax {
  fileprivate var usesMembersOfError: Bool {
    tokens(viewMode: .sourceAccurate).contains { token in
      guard token.text == "error", let member = token.parent?.parent?.as(MemberAccessExprSyntax.self) else {
        return false
      }
      return member.base?.trimmedDescription == "error" && member.declName.baseName.text != "localizedDescription"
    }
  }
}

extension VariableDeclSyntax {
  fileprivate var isAsyncLet: Bool { modifiers.contains { $0.name.tokenKind == .keyword(.async) } }
}
