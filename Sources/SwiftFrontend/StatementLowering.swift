import Model
import SwiftSyntax

extension Lowering {
  /// The statements of a body: a lone expression is its result where it has one.
  func lowerBody(_ items: CodeBlockItemListSyntax) {
    hoistFunctions(items)
    let isResult = frame?.returnsValue ?? false
    let value = lowerItems(items, asValue: isResult && items.count == 1)
    if isResult, items.count == 1 { returned(value) }
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
    let depth = flow.depth
    let result = work()
    flow.leave(to: depth)
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
    case .decl(let decl): return lowerLocal(decl, asValue: asValue)
    case .stmt(let statement): return lower(statement, asValue: asValue)
    case .expr(let expression): return lower(expression, asValue ? [] : .unused)
    }
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

  /// `#if` around the last expression of a body has its value.
  private func lowerLocal(_ decl: DeclSyntax, asValue: Bool) -> Expression {
    var values: [Expression] = []
    switch decl.as(DeclSyntaxEnum.self) {
    case .variableDecl(let variable): lowerLocal(variable)
    case .functionDecl(let function):
      guard descend() else {
        ascend()
        return .opaque
      }
      defer { ascend() }
      let outer = type.isolation
      // What an extension says of its members it does not say of functions inside them.
      type.isolation = .unspecified
      lower(function)
      type.isolation = outer
    case .ifConfigDecl(let config):
      let (from, after) = (flow.current, flow.block())
      lower(config) { elements in
        // All branches bind into the scope around them, as the one that is compiled does.
        guard case .statements(let items) = elements else { return }
        flow.enter(from)
        flow.advance()
        values.append(lowerItems(items, asValue: asValue && items.count == 1))
        flow.link(to: after)
      }
      flow.enter(from)
      if config.clauses.allSatisfy({ $0.condition != nil }) { flow.link(to: after) }
      flow.enter(after)
    case .macroExpansionDecl(let macro):
      lowerMacroArguments(macro.arguments, macro.trailingClosure, macro.additionalTrailingClosures)
    default: outOfBody { lower(decl) }
    }
    return asValue ? .either(of: values) : .opaque
  }

  private func lowerLocal(_ decl: VariableDeclSyntax) {
    let attributes = Attributes(decl.attributes, decl.modifiers)
    let kind = decl.bindingSpecifier.bindingKind
    for (binding, type) in decl.bindings.typed {
      if attributes.isAsync, let value = binding.initializer?.value {
        lowerAsyncLet(binding, type, value)
        continue
      }
      // `let _ = f()` drops the value in so many words.
      let isDropped = binding.pattern.is(WildcardPatternSyntax.self)
      let value = binding.initializer.map { lower($0.value, isDropped ? [.unused, .discarded] : []) }
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
      flow.append(.leave(lines.place(statement.returnKeyword)))
      flow.jumpReturn()
    case .throwStmt(let statement):
      _ = lower(statement.expression)
      flow.append(.leave(lines.place(statement.throwKeyword)))
      flow.jumpThrow()
    case .breakStmt(let statement): flow.jumpBreak(label: statement.label?.name)
    case .continueStmt(let statement): flow.jumpContinue(label: statement.label?.name)
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
      let mark = flow.openDeferred()
      lower(statement.body)
      flow.closeDeferred(mark)
      frame?.isDeferred = outer
    case .labeledStmt(let statement): return lowerLabelled(statement, asValue: asValue)
    case .discardStmt(let statement): _ = lower(statement.expression)
    default: break
    }
    return .opaque
  }

  private func returned(_ value: Expression) {
    switch value {
    case .closure(let closure): use(closure, .returned)
    case .local(let local): flow.turnLastUse(of: local, into: .result)
    default: break
    }
  }

  /// Loops take the label themselves; `break` leaves anything else that bears one.
  private func lowerLabelled(_ statement: LabeledStmtSyntax, asValue: Bool) -> Expression {
    let inner = statement.statement
    frame?.label = statement.label.name
    if inner.is(WhileStmtSyntax.self) || inner.is(RepeatStmtSyntax.self) || inner.is(ForStmtSyntax.self) {
      return lower(inner, asValue: asValue)
    }
    let (depth, after) = (flow.depth, flow.block())
    flow.enterBreakable(label: takeLabel(), isSwitch: false, after: after)
    let value = lower(inner, asValue: asValue)
    flow.leave(to: depth)
    flow.link(to: after)
    flow.enter(after)
    return value
  }

  private func lower(_ statement: GuardStmtSyntax) {
    let mark = scope.mark()
    let otherwise = flow.block()
    let question = lowerQuestion(statement.conditions, otherwise: otherwise)
    let onward = flow.current
    flow.enter(otherwise)
    // The `else` branch does not see what the conditions bind.
    let bound = scope.hidden(since: mark)
    ruling(out: question?.call, unless: question?.isNegated ?? true) { lower(statement.body) }
    scope.restore(bound)
    flow.enter(onward)
    if let question, question.isNegated { frame?.ruledOut.append(question.call) }
  }

  func lowerDo(_ body: CodeBlockSyntax, _ clauses: CatchClauseListSyntax, asValue: Bool) -> Expression {
    guard !clauses.isEmpty else { return lower(body, asValue: asValue) }
    let (depth, handler, after) = (flow.depth, flow.block(), flow.block())
    flow.enterHandler(handler)
    var values = [lower(body, asValue: asValue)]
    flow.leave(to: depth)
    flow.link(to: after)
    for clause in clauses {
      flow.enter(handler)
      flow.advance()
      let mark = scope.mark()
      if clause.catchItems.allSatisfy({ $0.pattern == nil }) {
        bind("error", at: lines.place(clause.catchKeyword), .constant)
      }
      for item in clause.catchItems {
        if let pattern = item.pattern { bind(pattern, .constant) }
        if let condition = item.whereClause?.condition { _ = lower(condition) }
      }
      values.append(lower(clause.body, asValue: asValue))
      flow.link(to: after)
      scope.leave(mark)
    }
    flow.enter(handler)
    // What no clause catches goes on to whoever does.
    if !clauses.contains(where: \.catchesAll) { flow.jumpThrow() }
    flow.enter(after)
    return asValue ? .either(of: values) : .opaque
  }

  // MARK: Conditions

  /// Lowers conditions one after the other; control goes to `otherwise` from the first that does not hold.
  func lower(_ conditions: ConditionElementListSyntax, otherwise: Int) {
    for element in conditions {
      let (asked, calls) = (question(element), callCount)
      lower(element)
      let answer = asked ?? (callCount > calls ? questionOfCall(element) : nil)
      flow.link(to: otherwise, answer?.opposite)
      let next = flow.block()
      flow.link(to: next, answer)
      flow.enter(next)
    }
  }

  private func lower(_ element: ConditionElementSyntax) {
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

  /// Lowers conditions; when they are one property or call, perhaps negated, it is the question that the branches answer.
  private func lowerQuestion(
    _ conditions: ConditionElementListSyntax, otherwise: Int
  ) -> (call: Int, isNegated: Bool)? {
    guard let body = frame?.body, conditions.count == 1, case .expression(var expression)? = conditions.first?.condition
    else {
      lower(conditions, otherwise: otherwise)
      return nil
    }
    var isNegated = false
    while let prefix = expression.as(PrefixOperatorExprSyntax.self), prefix.operator.text == "!" {
      isNegated.toggle()
      expression = prefix.expression
    }
    let count = summary.bodies[body].calls.count
    lower(conditions, otherwise: otherwise)
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
    let after = flow.block()
    while let current = next {
      next = nil
      let mark = scope.mark()
      let otherwise = flow.block()
      let question = lowerQuestion(current.conditions, otherwise: otherwise)
      ruling(out: question?.call, unless: question?.isNegated != true) {
        values.append(lower(current.body, asValue: asValue))
      }
      scope.leave(mark)
      flow.link(to: after)
      flow.enter(otherwise)
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
    flow.link(to: after)
    flow.enter(after)
    if joins, let outer { frame?.ruledOut = outer }
    return asValue ? .either(of: values) : .opaque
  }

  func lowerSwitch(_ expression: SwitchExprSyntax, asValue: Bool) -> Expression {
    let subject = lower(expression.subject)
    var values: [Expression] = []
    let (depth, asking, after) = (flow.depth, flow.current, flow.block())
    flow.enterBreakable(isSwitch: true, after: after)
    lowerCases(expression.cases, of: expression.subject, subject, from: asking, asValue, into: &values)
    flow.leave(to: depth)
    flow.enter(after)
    return asValue ? .either(of: values) : .opaque
  }

  /// `asking` is the block that ends with the switch; control comes to each case from there, or falls through to it.
  private func lowerCases(
    _ cases: SwitchCaseListSyntax, of spelled: ExprSyntax, _ subject: Expression, from asking: Int, _ asValue: Bool,
    into values: inout [Expression]
  ) {
    var fallen: Int?
    let depth = flow.depth
    for element in cases {
      switch element {
      case .switchCase(let clause):
        let mark = scope.mark()
        let start = fallen ?? flow.block()
        flow.enter(asking)
        flow.link(to: start, clause.onlyPattern.flatMap { match(spelled, $0) })
        flow.enter(start)
        if case .case(let label) = clause.label {
          for item in label.caseItems {
            bind(item.pattern, .constant, value: subject)
            if let condition = item.whereClause?.condition { _ = lower(condition) }
          }
        }
        values.append(nested { lowerItems(clause.statements, asValue: asValue) })
        if clause.fallsThrough {
          let next = flow.block()
          flow.jump(to: next, leaving: depth)
          fallen = next
        } else {
          fallen = nil
          flow.jumpBreak()
        }
        scope.leave(mark)
      case .ifConfigDecl(let config):
        var inner: [Expression] = []
        lower(config) { elements in
          guard case .switchCases(let cases) = elements else { return }
          lowerCases(cases, of: spelled, subject, from: asking, asValue, into: &inner)
        }
        values += inner
      }
    }
  }
}

extension SwitchCaseSyntax {
  /// The pattern of a case that has just one, and no condition.
  fileprivate var onlyPattern: PatternSyntax? {
    guard case .case(let label) = label, label.caseItems.count == 1, let only = label.caseItems.first,
      only.whereClause == nil
    else { return nil }
    return only.pattern
  }

  fileprivate var fallsThrough: Bool {
    guard case .stmt(let last)? = statements.last?.item else { return false }
    return last.is(FallThroughStmtSyntax.self)
  }
}

extension CatchClauseSyntax {
  /// Whatever the error is.
  fileprivate var catchesAll: Bool {
    catchItems.isEmpty
      || catchItems.contains { item in
        guard item.whereClause == nil, let pattern = item.pattern else { return item.whereClause == nil }
        guard let binding = pattern.as(ValueBindingPatternSyntax.self) else { return false }
        return binding.pattern.is(IdentifierPatternSyntax.self)
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
