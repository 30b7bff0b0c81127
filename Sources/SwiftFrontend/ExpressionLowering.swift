import Model
import SwiftSyntax

extension Lowering {
  /// Lowers an expression: its calls go to the body, its value is the answer.
  func lower(_ expression: ExprSyntax, _ ask: Ask = []) -> Expression {
    guard descend() else {
      ascend()
      return .opaque
    }
    defer { ascend() }
    switch expression.as(ExprSyntaxEnum.self) {
    case .declReferenceExpr(let reference): return lowerReference(reference, ask)
    case .memberAccessExpr(let member): return lowerMember(member, ask)
    case .functionCallExpr(let call): return lowerCall(call, ask)
    case .subscriptCallExpr(let call): return lowerSubscript(call, ask)
    case .closureExpr(let closure): return .closure(lowerClosure(closure))
    case .sequenceExpr(let sequence): return lowerSequence(sequence, ask)

    case .awaitExpr(let wait):
      let calls = callCount
      let value = awaited { lower(wait.expression, ask.union(.awaited)) }
      noteSuspension(of: value, at: wait.expression, callsBefore: calls)
      return value
    case .tryExpr(let attempt): return settled(tried(attempt) { lower(attempt.expression, ask.union(.tried)) })
    case .unsafeExpr(let unsafe): return settled(lower(unsafe.expression, ask))
    case .consumeExpr(let consume): return lower(consume.expression, ask)
    case .copyExpr(let copy): return lower(copy.expression, ask)
    case .borrowExpr(let borrow): return lower(borrow.expression, ask)
    case .packElementExpr(let pack): return lower(pack.pack, ask)
    case .packExpansionExpr(let pack): return lower(pack.repetitionPattern, ask)
    case .optionalChainingExpr(let chain): return lower(chain.expression, ask)
    case .forceUnwrapExpr(let force): return lower(force.expression, ask)
    case .inOutExpr(let inout_): return lowerInOut(inout_)

    case .tupleExpr(let tuple): return lowerTuple(tuple, ask)
    case .arrayExpr(let array):
      return .list(Array(array.elements.map { lower($0.expression) }.prefix(Self.longestList)))
    case .dictionaryExpr(let dictionary):
      if case .elements(let elements) = dictionary.content {
        for element in elements {
          _ = lower(element.key)
          _ = lower(element.value)
        }
      }
      return .opaque
    case .ifExpr(let expression): return lowerIf(expression, asValue: !ask.contains(.unused))
    case .switchExpr(let expression): return lowerSwitch(expression, asValue: !ask.contains(.unused))

    case .prefixOperatorExpr(let expression): return lowerPrefix(expression)
    case .postfixOperatorExpr(let expression): return lowerPostfix(expression)
    case .postfixIfConfigExpr(let expression): return lowerPostfixIfConfig(expression, ask)
    case .macroExpansionExpr(let macro):
      // A selector names a method and runs nothing.
      if macro.macroName.text == "selector" { return .opaque }
      lowerMacroArguments(macro.arguments, macro.trailingClosure, macro.additionalTrailingClosures)
      return .opaque

    case .superExpr: return .superReference
    case .typeExpr(let type): return .type(TypeRef(type.type))
    case .genericSpecializationExpr(let specialised):
      if let type = expression.spelledType { return .type(type) }
      return lower(specialised.expression, ask)
    case .integerLiteralExpr(let literal): return literal.value.map { .integer($0) } ?? .opaque
    case .floatLiteralExpr(let literal):
      return Double(literal.literal.text.filter { $0 != "_" }).map { .floating($0) } ?? .opaque
    case .booleanLiteralExpr(let literal): return .boolean(literal.literal.tokenKind == .keyword(.true))
    case .stringLiteralExpr(let literal): return lowerString(literal)
    case .simpleStringLiteralExpr(let literal): return .string(literal.segments.map(\.content.text).joined())
    case .nilLiteralExpr: return .null
    case .patternExpr(let pattern):
      bind(pattern.pattern, .constant)
      return .opaque

    // Operators stand in sequences; what remains has no value that one file could tell.
    default: return .opaque
    }
  }

  /// Flags come in small sets; long lists are tables whose elements nobody asks for.
  private static let longestList = 64

  func awaited<Result>(_ work: () -> Result) -> Result {
    let outer = frame?.isAwaited ?? false
    noteSuspension()
    frame?.isAwaited = true
    defer { frame?.isAwaited = outer }
    return work()
  }

  func tried<Result>(_ attempt: TryExprSyntax, _ work: () -> Result) -> Result {
    let outer = frame?.attempt ?? .none
    frame?.attempt = attempt.attempt
    defer { frame?.attempt = outer }
    switch attempt.attempt {
    case .swallows: return swallowing(work)
    case .propagates:
      let calls = callCount
      let result = work()
      // A macro may throw without a call in sight.
      if callCount == calls { flow.mayThrow() }
      return result
    case .traps, .none: return work()
    }
  }

  /// A closure in parentheses or under `try` is not simply passed or stored any more.
  private func settled(_ value: Expression) -> Expression {
    if case .closure(let closure) = value { settledClosures.insert(closure) }
    return value
  }

  // MARK: Names

  private func lowerReference(_ reference: DeclReferenceExprSyntax, _ ask: Ask) -> Expression {
    guard let labels = reference.argumentNames else {
      return reference.moduleSelector == nil
        ? lowerName(reference.baseName, ask) : read(.name(reference.baseName.name), at: reference.baseName, ask)
    }
    if let local = scope.find(reference.baseName.name) { return mention(local) }
    let callee = Expression.name(reference.baseName.name + labels.spelled)
    emit(.reference, at: lines.place(reference.baseName), callee)
    return callee
  }

  func lowerName(_ token: TokenSyntax, _ ask: Ask = []) -> Expression {
    let value = resolve(token)
    if case .local(let local) = value { return mention(local) }
    guard case .name(let name) = value, !name.isCapitalised else { return value }
    return read(value, at: token, ask)
  }

  private func mention(_ local: Int) -> Expression {
    flow.append(.use(local, .value))
    return .local(local)
  }

  /// What a name stands for, without reading it.
  func resolve(_ token: TokenSyntax) -> Expression {
    switch token.tokenKind {
    case .keyword(.self): return .selfReference
    case .keyword(.Self): return .type(.selfType)
    case .keyword(.super): return .superReference
    case .dollarIdentifier(let text):
      if let number = Int(text.dropFirst()) { return shorthandParameter(number, at: token) }
    default: break
    }
    let name = token.name
    return scope.find(name).map { .local($0) } ?? .name(name)
  }

  private func read(_ callee: Expression, at token: TokenSyntax, _ ask: Ask) -> Expression {
    emit(.read, at: lines.place(token), callee, ask: ask)
    return callee
  }

  /// Swift allows no closure that many; a stray `$99999999` must not fill the memory.
  private static let mostShorthands = 32

  private func shorthandParameter(_ number: Int, at token: TokenSyntax) -> Expression {
    guard let closure = frame?.shorthand, number < Self.mostShorthands else { return .opaque }
    var locals = shorthands[closure] ?? []
    while locals.count <= number {
      let name = "$\(locals.count)"
      var local = Local(name: name, kind: .parameter(locals.count), body: closure, place: lines.place(token))
      local.type = nil
      locals.append(summary.locals.count)
      summary.locals.append(local)
      summary.bodies[closure].parameters.append(Parameter(label: nil, name: name, type: .unknown))
    }
    shorthands[closure] = locals
    return .local(locals[number])
  }

  private func lowerMember(_ member: MemberAccessExprSyntax, _ ask: Ask) -> Expression {
    let token = member.declName.baseName
    if token.tokenKind == .keyword(.self), let base = member.base {
      if let type = base.spelledType { return .type(.metatype(type)) }
      return lower(base, ask)
    }
    let value = lowerMemberCallee(member)
    switch value {
    case .implicitMember, .tupleElement: return value
    default:
      if member.declName.argumentNames != nil {
        emit(.reference, at: lines.place(token), value)
      } else if !token.name.isCapitalised {
        return read(value, at: token, ask)
      }
      return value
    }
  }

  /// A member that is not read: it is called or assigned.
  func lowerMemberCallee(_ member: MemberAccessExprSyntax) -> Expression {
    let token = member.declName.baseName
    let name = token.name + (member.declName.argumentNames?.spelled ?? "")
    guard let base = member.base.map({ lower($0) }) ?? chainBase else { return .implicitMember(name) }
    if let index = Int(name) { return .tupleElement(base, index) }
    if case .local(let local) = base { flow.turnLastUse(of: local, into: .receiver) }
    return .member(base, name)
  }

  // MARK: Compounds

  private func lowerTuple(_ tuple: TupleExprSyntax, _ ask: Ask) -> Expression {
    if tuple.elements.count == 1, let only = tuple.elements.first, only.label == nil {
      return settled(lower(only.expression, ask))
    }
    return .tuple(tuple.elements.map { lower($0.expression) })
  }

  private func lowerString(_ literal: StringLiteralExprSyntax) -> Expression {
    if let text = literal.plainText { return .string(text) }
    for segment in literal.segments {
      guard case .expressionSegment(let segment) = segment else { continue }
      segment.expressions.forEach { _ = lower($0.expression) }
    }
    return .cast(.opaque, .named(["String"]))
  }

  private func lowerPrefix(_ expression: PrefixOperatorExprSyntax) -> Expression {
    let name = expression.operator.text
    if name == "-", let literal = expression.expression.as(IntegerLiteralExprSyntax.self) {
      return literal.value.map { .integer(-$0) } ?? .opaque
    }
    let value = lower(expression.expression)
    if name == "-", case .floating(let number) = value { return .floating(-number) }
    guard operators.isCalled(name) else { return .opaque }
    return .call(emit(at: lines.place(expression.operator), .name(name), [Argument(value: value)]))
  }

  private func lowerPostfix(_ expression: PostfixOperatorExprSyntax) -> Expression {
    let value = lower(expression.expression)
    let name = expression.operator.text
    guard operators.isCalled(name) else { return .opaque }
    return .call(emit(at: lines.place(expression.operator), .name(name), [Argument(value: value)]))
  }

  private func lowerPostfixIfConfig(_ expression: PostfixIfConfigExprSyntax, _ ask: Ask) -> Expression {
    let base = expression.base.map { lower($0) } ?? chainBase
    let outer = chainBase
    chainBase = base
    var values: [Expression] = []
    lower(expression.config) { elements in
      if case .postfixExpression(let chain) = elements { values.append(lower(chain, ask)) }
    }
    chainBase = outer
    return .either(of: values.isEmpty ? [base ?? .opaque] : values)
  }
}

extension TryExprSyntax {
  var attempt: Call.Attempt {
    switch questionOrExclamationMark?.tokenKind {
    case .postfixQuestionMark?: .swallows
    case .exclamationMark?: .traps
    default: .propagates
    }
  }
}

extension DeclNameArgumentsSyntax {
  /// `(from:_:)`
  var spelled: String { "(" + arguments.map { $0.name.name + ":" }.joined() + ")" }
}
