import SwiftSyntax

/// The `try` and `await` that cover an expression, and where missing ones go.
struct Markers {
  private(set) var attempt: TryExprSyntax?
  private(set) var wait: AwaitExprSyntax?
  /// The leftmost place from which a word covers the expression.
  private var start: AbsolutePosition
  /// The statement that is nothing but the expression: its value is dropped, or is the value of the code around.
  private(set) var statement: CodeBlockItemSyntax?
  /// `_ =` before it in that statement.
  private(set) var discard: AbsolutePosition?
  /// It stands in the head of an `if`, `guard`, `while`, `for` or `switch`.
  private(set) var isInHead = false

  /// Nil where no `await` may stand, such as in an autoclosure.
  init?(covering expression: ExprSyntax) {
    start = expression.positionAfterSkippingLeadingTrivia
    var node = Syntax(expression)
    var isWhole = true
    while let parent = node.parent {
      switch parent.as(SyntaxEnum.self) {
      case .tryExpr(let attempt): self.attempt = self.attempt ?? attempt
      case .awaitExpr(let wait): self.wait = self.wait ?? wait
      case .expressionStmt, .unsafeExpr: break
      case .codeBlockItem(let item):
        if isWhole { statement = item } else { discard = nil }
        return
      case .exprList(let row):
        guard enter(row, from: node, &isWhole) else { return nil }
      case .sequenceExpr:
        // The row has set where it starts: behind an assignment.
        node = parent
        continue
      case .memberAccessExpr, .optionalChainingExpr, .forceUnwrapExpr, .postfixOperatorExpr, .prefixOperatorExpr,
        .genericSpecializationExpr, .functionCallExpr, .subscriptCallExpr, .tupleExpr, .arrayExpr, .arrayElement,
        .arrayElementList, .dictionaryExpr, .dictionaryElement, .dictionaryElementList, .labeledExprList,
        .expressionSegment, .stringLiteralExpr, .stringLiteralSegmentList, .unresolvedTernaryExpr:
        isWhole = false
      case .labeledExpr(let element):
        isWhole = false
        guard Autoclosures.mayAwait(in: element) else { return nil }
        // A macro's argument is an expression of its own.
        if element.parent?.parent?.is(MacroExpansionExprSyntax.self) == true { return }
      case .initializerClause(let clause):
        isInHead = clause.parent?.is(OptionalBindingConditionSyntax.self) == true
        guard isInHead || clause.parent?.is(PatternBindingSyntax.self) == true else { return nil }
        return
      case .conditionElement, .matchingPatternCondition, .switchExpr, .repeatStmt:
        isInHead = true
        return
      case .forStmt(let loop):
        isInHead = true
        guard loop.sequence.id == node.id else { return nil }
        return
      case .returnStmt, .throwStmt: return
      default: return nil
      }
      if parent.is(ExprSyntax.self) { start = parent.positionAfterSkippingLeadingTrivia }
      node = parent
    }
    return nil
  }

  /// Writes the words that are missing.
  func insert(try needsTry: Bool, optional: Bool = false, await needsAwait: Bool, into edits: inout EditList) {
    let words = (needsTry && attempt == nil ? (optional ? "try? " : "try ") : "")
    let awaits = needsAwait && wait == nil ? "await " : ""
    if let attempt, words.isEmpty {
      // Behind the `try`, which may stand far to the left of the call.
      if !awaits.isEmpty { edits.insert(awaits, at: attempt.expression.positionAfterSkippingLeadingTrivia) }
    } else if let wait {
      edits.insert(words, at: wait.positionAfterSkippingLeadingTrivia)
    } else {
      edits.insert(words + awaits, at: start)
    }
  }

  /// One row of operands and operators; false where the expression belongs to an autoclosure.
  private mutating func enter(_ row: ExprListSyntax, from node: Syntax, _ isWhole: inout Bool) -> Bool {
    let elements = Array(row)
    guard let index = elements.firstIndex(where: { $0.id == node.id }) else { return false }
    var first = 0
    for before in (0..<index).reversed() {
      let element = elements[before]
      if element.isAssignment {
        first = max(first, before + 1)
      } else if let binary = element.as(BinaryOperatorExprSyntax.self) {
        if first == 0, Autoclosures.operators.contains(binary.operator.text) { return false }
      } else {
        take(element)
      }
    }
    if index > first { start = elements[first].positionAfterSkippingLeadingTrivia }
    if isWhole, index == 2, elements.count == 3, elements[0].is(DiscardAssignmentExprSyntax.self) {
      discard = elements[0].positionAfterSkippingLeadingTrivia
    } else {
      isWhole = false
    }
    return true
  }

  /// `try` and `await` before an operand cover all to its right.
  private mutating func take(_ operand: ExprSyntax) {
    if let attempt = operand.as(TryExprSyntax.self) {
      self.attempt = self.attempt ?? attempt
      take(attempt.expression)
    } else if let wait = operand.as(AwaitExprSyntax.self) {
      self.wait = self.wait ?? wait
      take(wait.expression)
    } else if let unsafe = operand.as(UnsafeExprSyntax.self) {
      take(unsafe.expression)
    }
  }
}
