import Model
import SwiftSyntax

// What the statements of a body do to its control flow.

extension Lowering {
  /// Runs `work` in a block that control may pass by: the right side of `&&`, `??` and the like.
  func optionally<Result>(_ work: () -> Result) -> Result {
    let after = flow.block()
    flow.link(to: after)
    flow.advance()
    let result = work()
    flow.link(to: after)
    flow.enter(after)
    return result
  }

  /// Runs one of several pieces of work: the two sides of a conditional expression.
  func alternatively<Result>(_ first: () -> Result, _ second: () -> Result) -> (Result, Result) {
    let (other, after) = (flow.block(), flow.block())
    flow.link(to: other)
    flow.advance()
    let one = first()
    flow.link(to: after)
    flow.enter(other)
    let two = second()
    flow.link(to: after)
    flow.enter(after)
    return (one, two)
  }

  /// `try?`: an error that `work` throws ends there.
  func swallowing<Result>(_ work: () -> Result) -> Result {
    let (depth, after) = (flow.depth, flow.block())
    flow.enterHandler(after)
    let result = work()
    flow.leave(to: depth)
    flow.link(to: after)
    flow.enter(after)
    return result
  }

  /// `await`: `value` is what was waited for.
  func noteSuspension(of value: Expression, at node: some SyntaxProtocol, callsBefore: Int) {
    guard let frame else { return }
    let calls = summary.bodies[frame.body].calls
    var call: Int?
    if case .call(let number) = value { call = number }
    if call == nil, calls.count > callsBefore, calls.last?.awaited == .direct { call = calls.count - 1 }
    flow.append(
      .suspend(call: call, call.map { calls[$0].place } ?? lines.place(node.positionAfterSkippingLeadingTrivia)))
  }

  var callCount: Int { frame.map { summary.bodies[$0.body].calls.count } ?? 0 }

  // MARK: Questions

  /// The question that a condition asks, and the answer with which it holds.
  func question(_ element: ConditionElementSyntax) -> ControlFlow.Answer? {
    guard frame != nil else { return nil }
    switch element.condition {
    case .expression(let expression): return question(expression)
    case .optionalBinding(let binding):
      if let value = binding.initializer?.value { return existence(of: value) }
      guard let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier else { return nil }
      return answer("\(name.text) exists", in: binding.pattern, true)
    case .matchingPattern(let matching): return match(matching.initializer.value, matching.pattern)
    case .availability: return nil
    }
  }

  private func question(_ expression: ExprSyntax) -> ControlFlow.Answer? {
    var expression = expression
    var isYes = true
    while true {
      if let prefix = expression.as(PrefixOperatorExprSyntax.self), prefix.operator.text == "!" {
        isYes.toggle()
        expression = prefix.expression
      } else if let tuple = expression.as(TupleExprSyntax.self), tuple.elements.count == 1,
        let only = tuple.elements.first
      {
        expression = only.expression
      } else {
        break
      }
    }
    if let sequence = expression.as(SequenceExprSyntax.self) {
      let elements = Array(sequence.elements)
      if elements.count == 3, elements[2].is(NilLiteralExprSyntax.self),
        let comparison = elements[1].as(BinaryOperatorExprSyntax.self)?.operator.text,
        ["==", "!="].contains(comparison)
      {
        return existence(of: elements[0], isYes == (comparison == "!="))
      }
    }
    return answer(spelled(expression), in: expression, isYes)
  }

  /// `f() != 0`, the way in which C functions say that they failed; to be asked when the condition has been lowered.
  func questionOfCall(_ element: ConditionElementSyntax) -> ControlFlow.Answer? {
    guard case .expression(let expression) = element.condition, let body = frame?.body,
      let elements = expression.as(SequenceExprSyntax.self).map({ Array($0.elements) }), elements.count == 3,
      elements[0].is(FunctionCallExprSyntax.self),
      elements[2].as(IntegerLiteralExprSyntax.self)?.literal.text == "0",
      let comparison = elements[1].as(BinaryOperatorExprSyntax.self)?.operator.text,
      let sign = ["==": "", "!=": "", "<": "<0", ">": ">0"][comparison],
      let call = summary.bodies[body].calls.lastIndex(where: { $0.kind == .call && !$0.isImplicit })
    else { return nil }
    var question = ControlFlow.Question(text: "()" + sign, locals: [], isLocal: true)
    question.call = call
    return ControlFlow.Answer(flow.number(of: question), comparison != "==")
  }

  private func existence(of value: ExprSyntax, _ isYes: Bool = true) -> ControlFlow.Answer? {
    spelled(value).isEmpty ? nil : answer("\(spelled(value)) exists", in: value, isYes)
  }

  /// `case .success(let value) = result`, and the same as a case of a switch.
  func match(_ subject: ExprSyntax, _ pattern: PatternSyntax) -> ControlFlow.Answer? {
    guard let name = pattern.caseName, !spelled(subject).isEmpty else { return nil }
    return answer("\(spelled(subject)) is \(name)", in: subject, true)
  }

  /// The source without its blanks; empty for what calls something, since two calls may give two answers.
  private func spelled(_ expression: ExprSyntax) -> String {
    guard expression.totalLength.utf8Length < 120 else { return "" }
    let text = expression.trimmedDescription.filter { !$0.isWhitespace }
    return text.contains { "({\"".contains($0) } ? "" : text
  }

  private func answer(_ text: String, in node: some SyntaxProtocol, _ isYes: Bool) -> ControlFlow.Answer? {
    guard !text.isEmpty else { return nil }
    var locals: Set<Int> = []
    var isLocal = true
    node.forEachToken { token in
      guard case .identifier = token.tokenKind else {
        if token.tokenKind == .keyword(.self) { isLocal = false }
        return
      }
      if let local = scope.find(token.name) {
        locals.insert(local)
      } else if token.previousToken(viewMode: .sourceAccurate)?.tokenKind != .period {
        isLocal = false
      }
    }
    // Without a local in it the question is about a property or global.
    if locals.isEmpty { isLocal = false }
    let question = ControlFlow.Question(text: text, locals: locals.sorted(), isLocal: isLocal)
    return ControlFlow.Answer(flow.number(of: question), isYes)
  }
}

extension ControlFlow.Answer {
  var opposite: ControlFlow.Answer { ControlFlow.Answer(question, !isYes) }
}

extension PatternSyntax {
  /// `success` of `.success(let value)`, `Result.success`, `let .success(value)`, and of `value?`, which is `some`.
  fileprivate var caseName: String? {
    switch self.as(PatternSyntaxEnum.self) {
    case .valueBindingPattern(let pattern): pattern.pattern.caseName
    case .expressionPattern(let pattern): pattern.expression.caseName
    default: nil
    }
  }
}

extension ExprSyntax {
  fileprivate var caseName: String? {
    switch self.as(ExprSyntaxEnum.self) {
    case .functionCallExpr(let call): call.calledExpression.caseName
    case .memberAccessExpr(let member): member.declName.baseName.name
    default: nil
    }
  }
}
