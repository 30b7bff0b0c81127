import Model
import SwiftSyntax

extension Lowering {
  /// The statements of a body: a lone expression is its result where it has one.
  func lowerBody(_ items: CodeBlockItemListSyntax) {
    hoistFunctions(items)
    let isResult = frame?.returnsValue ?? false
    let value = lowerItems(items, asValue: isResult && items.count == 1)
    if case .closure(let closure) = value { use(closure, .returned) }
  }

  /// A nested block with its own scope; the value is that of its last expression.
  @discardableResult
  func lower(_ block: CodeBlockSyntax, asValue: Bool = false) -> Expression {
    nested { lowerItems(block.statements, asValue: asValue) }
  }

  func nested<Result>(_ work: () -> Result) -> Result {
    let mark = scope.mark()
    frame?.depth += 1
    let ruledOut = frame?.ruledOut
    let result = work()
    frame?.depth -= 1
    if let ruledOut { frame?.ruledOut = ruledOut }
    scope.leave(mark)
    return result
  }

  @discardableResult
  func lowerItems(_ items: CodeBlockItemListSyntax, asValue: Bool) -> Expression {
    hoistFunctions(items)
    var value = Expression.opaque
    var left = asValue ? items.count : -1
    for item in items {
      left -= 1
      value = lower(item, asValue: left == 0)
    }
    return asValue ? value : .opaque
  }

  func lower(_ item: CodeBlockItemSyntax, asValue: Bool) -> Expression {
    switch item.item {
    case .decl(let decl): lowerLocal(decl)
    case .stmt(let statement): return lower(statement, asValue: asValue)
    case .expr(let expression): return lower(expression, asValue ? [] : .unused)
    }
    return .opaque
  }

  // MARK: Local declarations

  /// Local functions may call each other before they are declared.
  private func hoistFunctions(_ items: CodeBlockItemListSyntax) {
    for item in items {
      guard case .decl(let decl) = item.item, let function = decl.as(FunctionDeclSyntax.self) else { continue }
      guard hoisted[function.name.position] == nil else { continue }
      hoisted[function.name.position] = bind(function.name, .constant)
    }
  }

  private func lowerLocal(_ decl: DeclSyntax) {
    switch decl.as(DeclSyntaxEnum.self) {
    case .variableDecl(let variable): lowerLocal(variable)
    case .functionDecl(let function):
      guard descend() else { return ascend() }
      defer { ascend() }
      let outer = type.isolation
      // What an extension says of its members it does not say of functions inside them.
      type.isolation = .unspecified
      lower(function)
      type.isolation = outer
    case .ifConfigDecl(let config):
      lower(config) { elements in
        // All branches bind into the scope around them, as the one that is compiled does.
        if case .statements(let items) = elements { lowerItems(items, asValue: false) }
      }
    case .macroExpansionDecl(let macro):
      lowerMacroArguments(macro.arguments, macro.trailingClosure, macro.additionalTrailingClosures)
    default: outOfBody { lower(decl) }
    }
  }

  private func lowerLocal(_ decl: VariableDeclSyntax) {
    let attributes = Attributes(decl.attributes, decl.modifiers)
    let kind = decl.bindingSpecifier.bindingKind
    for (binding, type) in decl.bindings.typed {
      if attributes.isAsync, let value = binding.initializer?.value {
        lowerAsyncLet(binding, type, value)
        continue
      }
      let value = binding.initializer.map { lower($0.value) }
      let first = summary.locals.count
      bind(binding.pattern, kind, type: type, value: value)
      if case .closure(let closure)? = value, summary.locals.count > first { use(closure, .assigned(.local(first))) }
      if let block = binding.accessorBlock, let name = binding.pattern.names.first?.name {
        lowerAccessors(block, name.name, at: name, type: type ?? .unknown, attributes, decl)
      }
    }
  }

  private func lowerAsyncLet(_ binding: PatternBindingSyntax, _ type: TypeRef?, _ value: ExprSyntax) {
    guard let name = binding.pattern.names.first?.name ?? binding.pattern.firstToken(viewMode: .sourceAccurate) else {
      return
    }
    let body = addBody(.asyncLet, name.name, at: name, over: lines.extent(value))
    summary.bodies[body].isAsync = true
    let shorthand = frame?.shorthand
    var lowered = Expression.opaque
    inside(body) {
      // A child task may await each of its calls without saying so.
      frame?.isAwaited = true
      frame?.shorthand = shorthand
      lowered = lower(value)
    }
    // The value is spelled in the terms of the child task.
    let first = summary.locals.count
    bind(binding.pattern, .constant, type: type, value: lowered)
    for local in summary.locals.indices.dropFirst(first) { summary.locals[local].body = body }
  }

  // MARK: Statements

  func lower(_ statement: StmtSyntax, asValue: Bool = false) -> Expression {
    guard descend() else {
      ascend()
      return .opaque
    }
    defer { ascend() }
    switch statement.as(StmtSyntaxEnum.self) {
    case .expressionStmt(let statement): return lower(statement.expression, asValue ? [] : .unused)
    case .returnStmt(let statement):
      if let expression = statement.expression { returned(lower(expression)) }
    case .throwStmt(let statement): _ = lower(statement.expression)
    case .yieldStmt(let statement):
      switch statement.yieldedExpressions {
      case .single(let expression): _ = lower(expression)
      case .multiple(let clause): clause.elements.forEach { _ = lower($0.expression) }
      }
    case .guardStmt(let statement): lower(statement)
    case .whileStmt(let statement): lower(statement)
    case .repeatStmt(let statement): lower(statement)
    case .forStmt(let statement): lower(statement)
    case .doStmt(let statement): return lowerDo(statement.body, statement.catchClauses, asValue: asValue)
    case .deferStmt(let statement):
      let outer = frame?.isDeferred ?? false
      frame?.isDeferred = true
      lower(statement.body)
      frame?.isDeferred = outer
    case .labeledStmt(let statement): return lower(statement.statement, asValue: asValue)
    case .discardStmt(let statement): _ = lower(statement.expression)
    default: break
    }
    return .opaque
  }

  private func returned(_ value: Expression) {
    switch value {
    case .closure(let closure): use(closure, .returned)
    default: break
    }
  }

  private func lower(_ statement: GuardStmtSyntax) {
    let mark = scope.mark()
    let question = lowerQuestion(statement.conditions)
    // The `else` branch does not see what the conditions bind.
    let bound = scope.hidden(since: mark)
    ruling(out: question?.call, unless: question?.isNegated ?? true) { lower(statement.body) }
    scope.restore(bound)
    if let question, question.isNegated { frame?.ruledOut.append(question.call) }
  }

  func lowerDo(_ body: CodeBlockSyntax, _ clauses: CatchClauseListSyntax, asValue: Bool) -> Expression {
    var values = [lower(body, asValue: asValue)]
    for clause in clauses {
      let mark = scope.mark()
      if clause.catchItems.allSatisfy({ $0.pattern == nil }) {
        bind("error", at: lines.place(clause.catchKeyword), .constant)
      }
      for item in clause.catchItems {
        if let pattern = item.pattern { bind(pattern, .constant) }
        if let condition = item.whereClause?.condition { _ = lower(condition) }
      }
      values.append(lower(clause.body, asValue: asValue))
      scope.leave(mark)
    }
    return asValue ? .either(of: values) : .opaque
  }

  // MARK: Conditions

  func lower(_ conditions: ConditionElementListSyntax) {
    for element in conditions {
      switch element.condition {
      case .expression(let expression): _ = lower(expression)
      case .availability: break
      case .matchingPattern(let matching):
        let value = lower(matching.initializer.value)
        bind(matching.pattern, .constant, type: matching.typeAnnotation.map { TypeRef($0.type) }, value: value)
      case .optionalBinding(let binding):
        let value: Expression
        if let initializer = binding.initializer {
          value = lower(initializer.value)
        } else if let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier {
          value = lowerName(name)
        } else {
          value = .opaque
        }
        bind(
          binding.pattern, binding.bindingSpecifier.bindingKind, type: binding.typeAnnotation.map { TypeRef($0.type) },
          value: value)
      }
    }
  }

  /// Lowers conditions; when they are one property or call, perhaps negated, it is the question that the branches answer.
  private func lowerQuestion(_ conditions: ConditionElementListSyntax) -> (call: Int, isNegated: Bool)? {
    guard let body = frame?.body, conditions.count == 1, case .expression(var expression)? = conditions.first?.condition
    else {
      lower(conditions)
      return nil
    }
    var isNegated = false
    while let prefix = expression.as(PrefixOperatorExprSyntax.self), prefix.operator.text == "!" {
      isNegated.toggle()
      expression = prefix.expression
    }
    let count = summary.bodies[body].calls.count
    lower(conditions)
    guard
      expression.is(MemberAccessExprSyntax.self) || expression.is(DeclReferenceExprSyntax.self)
        || expression.is(FunctionCallExprSyntax.self), summary.bodies[body].calls.count > count
    else { return nil }
    return (summary.bodies[body].calls.count - 1, isNegated)
  }

  private func ruling(out call: Int?, unless isTrue: Bool, _ work: () -> Void) {
    let outer = frame?.ruledOut
    if let call, !isTrue { frame?.ruledOut.append(call) }
    work()
    if let outer { frame?.ruledOut = outer }
  }

  func lowerIf(_ expression: IfExprSyntax, asValue: Bool) -> Expression {
    var values: [Expression] = []
    let outer = frame?.ruledOut
    // Control comes behind the branches from more than the last.
    var joins = false
    var next: IfExprSyntax? = expression
    while let current = next {
      next = nil
      let mark = scope.mark()
      let question = lowerQuestion(current.conditions)
      ruling(out: question?.call, unless: question?.isNegated != true) {
        values.append(lower(current.body, asValue: asValue))
      }
      scope.leave(mark)
      // What follows runs when the condition was false, if there is an `else` or the branch leaves.
      let isFalseAfter = question?.isNegated == false && (current.elseBody != nil || current.body.leaves)
      if let question, isFalseAfter { frame?.ruledOut.append(question.call) }
      switch current.elseBody {
      case .ifExpr(let other): next = other
      case .codeBlock(let block): values.append(lower(block, asValue: asValue))
      case nil: break
      }
      if current.elseBody != nil, !current.body.leaves { joins = true }
    }
    if joins, let outer { frame?.ruledOut = outer }
    return asValue ? .either(of: values) : .opaque
  }

  func lowerSwitch(_ expression: SwitchExprSyntax, asValue: Bool) -> Expression {
    let subject = lower(expression.subject)
    var values: [Expression] = []
    lowerCases(expression.cases, subject, asValue, into: &values)
    return asValue ? .either(of: values) : .opaque
  }

  private func lowerCases(
    _ cases: SwitchCaseListSyntax, _ subject: Expression, _ asValue: Bool, into values: inout [Expression]
  ) {
    for element in cases {
      switch element {
      case .switchCase(let clause):
        let mark = scope.mark()
        if case .case(let label) = clause.label {
          for item in label.caseItems {
            bind(item.pattern, .constant, value: subject)
            if let condition = item.whereClause?.condition { _ = lower(condition) }
          }
        }
        values.append(nested { lowerItems(clause.statements, asValue: asValue) })
        scope.leave(mark)
      case .ifConfigDecl(let config):
        var inner: [Expression] = []
        lower(config) { elements in
          if case .switchCases(let cases) = elements { lowerCases(cases, subject, asValue, into: &inner) }
        }
        values += inner
      }
    }
  }
}

extension CodeBlockSyntax {
  /// Its last statement jumps out of it.
  fileprivate var leaves: Bool {
    guard case .stmt(let last)? = statements.last?.item else { return false }
    return last.is(ReturnStmtSyntax.self) || last.is(ThrowStmtSyntax.self) || last.is(BreakStmtSyntax.self)
      || last.is(ContinueStmtSyntax.self)
  }
}

extension TokenSyntax {
  var bindingKind: Local.Kind { tokenKind == .keyword(.var) ? .variable : .constant }
}

extension Expression {
  /// One of several values; those that say nothing are left out.
  static func either(of values: [Expression]) -> Expression {
    var known: [Expression] = []
    for value in values {
      switch value {
      case .opaque: break
      case .either(let inner): known += inner
      default: known.append(value)
      }
    }
    return known.isEmpty ? .opaque : known.count == 1 ? known[0] : .either(known)
  }
}
