import Model
import SwiftSyntax

extension Lowering {
  func lower(_ statement: WhileStmtSyntax) {
    let mark = scope.mark()
    let loop = addLoop(at: statement.whileKeyword, isInfinite: statement.conditions.isTrue, statement.body)
    inLoop(loop) {
      inLoopCondition { lower(statement.conditions) }
      lower(statement.body)
    }
    scope.leave(mark)
  }

  func lower(_ statement: RepeatStmtSyntax) {
    let loop = addLoop(at: statement.repeatKeyword, isInfinite: statement.condition.isTrue, statement.body)
    inLoop(loop) {
      lower(statement.body)
      inLoopCondition { _ = lower(statement.condition) }
    }
  }

  func lower(_ statement: ForStmtSyntax) {
    let mark = scope.mark()
    let sequence = lower(statement.sequence)
    let loop = addLoop(at: statement.forKeyword, isInfinite: false, counts: true, statement.body)
    inLoop(loop) {
      let outer = coverage
      if statement.awaitKeyword != nil {
        noteSuspension()
        frame?.isAwaited = true
      }
      if statement.tryKeyword != nil { frame?.isTried = true }
      inLoopCondition { emit(.iterate, at: lines.place(statement.sequence.position), sequence, ask: .awaited) }
      coverage = outer
      bind(
        statement.pattern, .constant, type: statement.typeAnnotation.map { TypeRef($0.type) },
        value: sequence == .opaque ? nil : .element(sequence))
      if let condition = statement.whereClause?.condition { _ = lower(condition) }
      lower(statement.body)
    }
    scope.leave(mark)
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

extension ConditionElementListSyntax {
  fileprivate var isTrue: Bool {
    guard count == 1, case .expression(let expression)? = first?.condition else { return false }
    return expression.isTrue
  }
}

extension ExprSyntax {
  fileprivate var isTrue: Bool { self.as(BooleanLiteralExprSyntax.self)?.literal.tokenKind == .keyword(.true) }
}
