import Model
import SwiftSyntax

extension Lowering {
  func lower(_ statement: WhileStmtSyntax) {
    let mark = scope.mark()
    let loop = addLoop(
      at: statement.whileKeyword, isInfinite: statement.conditions.isTrue, counts: statement.counts, statement.body)
    let label = takeLabel()
    let after = flow.block()
    flow.advance()
    let again = flow.current
    inLoop(loop) {
      // `while true` ends by a jump only.
      if !statement.conditions.isTrue { inLoopCondition { lower(statement.conditions, otherwise: after) } }
      drawLoop(label, again: again, after: after) { lower(statement.body) }
    }
    flow.enter(after)
    scope.leave(mark)
  }

  func lower(_ statement: RepeatStmtSyntax) {
    let loop = addLoop(at: statement.repeatKeyword, isInfinite: statement.condition.isTrue, statement.body)
    let label = takeLabel()
    let (asking, after) = (flow.block(), flow.block())
    flow.advance()
    let again = flow.current
    inLoop(loop) {
      drawLoop(label, again: asking, after: after) { lower(statement.body) }
      flow.enter(asking)
      inLoopCondition { _ = lower(statement.condition) }
      flow.link(to: again)
      if !statement.condition.isTrue { flow.link(to: after) }
    }
    flow.enter(after)
  }

  func lower(_ statement: ForStmtSyntax) {
    let mark = scope.mark()
    let sequence = lower(statement.sequence)
    let loop = addLoop(at: statement.forKeyword, isInfinite: false, counts: true, statement.body)
    let label = takeLabel()
    let after = flow.block()
    flow.advance()
    let again = flow.current
    inLoop(loop) {
      let outer = coverage
      if statement.awaitKeyword != nil {
        noteSuspension()
        frame?.isAwaited = true
      }
      if statement.tryKeyword != nil { frame?.attempt = .propagates }
      inLoopCondition {
        let asked = emit(.iterate, at: lines.place(statement.sequence.position), sequence, ask: [.awaited, .tried])
        if statement.awaitKeyword != nil {
          flow.append(.suspend(call: asked, lines.place(statement.sequence.positionAfterSkippingLeadingTrivia)))
        }
      }
      coverage = outer
      flow.link(to: after)
      flow.advance()
      bind(
        statement.pattern, .constant, type: statement.typeAnnotation.map { TypeRef($0.type) },
        value: sequence == .opaque ? nil : .element(sequence))
      if let condition = statement.whereClause?.condition {
        _ = lower(condition)
        flow.link(to: again)
        flow.advance()
      }
      drawLoop(label, again: again, after: after) { lower(statement.body) }
    }
    flow.enter(after)
    scope.leave(mark)
  }

  private func drawLoop(_ label: String?, again: Int, after: Int, _ work: () -> Void) {
    let depth = flow.depth
    flow.enterLoop(label: label, again: again, after: after)
    work()
    flow.leave(to: depth)
    flow.link(to: again)
  }

  /// The label of the statement that is being lowered.
  func takeLabel() -> String? {
    defer { frame?.label = nil }
    return frame?.label
  }

  private func addLoop(at token: TokenSyntax, isInfinite: Bool, counts: Bool = false, _ body: CodeBlockSyntax) -> Int? {
    guard let frame else { return nil }
    let loop = Loop(
      place: lines.place(token), parent: frame.loop, isInfinite: isInfinite, counts: counts, suspends: false,
      isIdle: body.statements.isIdle)
    summary.bodies[frame.body].loops.append(loop)
    return summary.bodies[frame.body].loops.count - 1
  }

  private func inLoop(_ loop: Int?, _ work: () -> Void) {
    let outer = (frame?.loop, frame?.isLoopCondition ?? false)
    frame?.loop = loop
    if let loop { flow.append(.turn(loop)) }
    frame?.isLoopCondition = false
    work()
    frame?.loop = outer.0
    frame?.isLoopCondition = outer.1
  }

  private func inLoopCondition(_ work: () -> Void) {
    frame?.isLoopCondition = true
    work()
    frame?.isLoopCondition = false
  }
}

extension WhileStmtSyntax {
  /// Its condition compares a name that its body counts up or down.
  fileprivate var counts: Bool {
    guard conditions.count == 1, case .expression(let expression)? = conditions.first?.condition,
      let sequence = expression.as(SequenceExprSyntax.self), sequence.elements.count == 3
    else { return false }
    let elements = Array(sequence.elements)
    guard let comparison = elements[1].as(BinaryOperatorExprSyntax.self)?.operator.text,
      ["<", "<=", ">", ">=", "!="].contains(comparison)
    else { return false }
    let names = [elements[0], elements[2]].compactMap { $0.as(DeclReferenceExprSyntax.self)?.baseName.text }
    var counts = false
    body.forEachToken { token in
      guard token.tokenKind == .binaryOperator("+=") || token.tokenKind == .binaryOperator("-=") else { return }
      counts = counts || token.follows(names)
    }
    return counts
  }
}

extension TokenSyntax {
  fileprivate func follows(_ names: [String]) -> Bool {
    previousToken(viewMode: .sourceAccurate).map { names.contains($0.text) } ?? false
  }
}

extension ConditionElementListSyntax {
  fileprivate var isTrue: Bool {
    guard count == 1, case .expression(let expression)? = first?.condition else { return false }
    return expression.isTrue
  }
}

extension ExprSyntax {
  fileprivate var isTrue: Bool { self.as(BooleanLiteralExprSyntax.self)?.literal.tokenKind == .keyword(.true) }
}
