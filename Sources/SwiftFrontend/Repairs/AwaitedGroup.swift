import Model
import SwiftSyntax

/// Lets a task group's closure wait for the children, so that their errors come out.
struct AwaitedGroup {
  private let site: CallSite
  private var edits: EditList

  init(_ site: CallSite, file: String) {
    self.site = site
    edits = EditList(file: file)
  }

  consuming func fix() -> Fix? {
    guard let call = site.call,
      let closure = call.trailingClosure ?? call.arguments.last?.expression.as(ClosureExprSyntax.self),
      let group = closure.firstParameterName, let last = closure.statements.last,
      let markers = Markers(covering: site.expression)
    else { return nil }
    // Once is enough: what still leaves before it is for a person to see.
    guard !last.trimmedDescription.hasSuffix("\(group).waitForAll()"),
      !closure.hasEarlyExit
    else { return nil }
    let around = Surroundings(site.expression)
    // The closure throws now, and the function that runs it with it.
    guard markers.attempt != nil || around.mayThrow else { return nil }
    markers.insert(try: true, await: true, into: &edits)
    let statement = "try await \(group).waitForAll()"
    let separator = last.leadingTrivia.hasNewline ? "\n" + Indentation.ofLine(with: last) : "; "
    if last.isResult(isOnly: closure.statements.count == 1) {
      edits.insert(statement + separator, at: last.positionAfterSkippingLeadingTrivia)
    } else {
      let end = separator == "; " ? last.endPositionBeforeTrailingTrivia : last.endOfLine
      edits.insert(separator + statement, at: end)
    }
    return edits.finish().map { Fix(applicability: .unsafe, edits: $0) }
  }
}

extension ClosureExprSyntax {
  /// A way out that does not come by the end.
  fileprivate var hasEarlyExit: Bool {
    statements.dropLast().contains { item in
      item.tokens(viewMode: .sourceAccurate).contains { token in
        token.tokenKind == .keyword(.return) && token.closureAround?.id == id
      }
    }
  }

  /// What the closure calls its first parameter; nil where it does not want it.
  fileprivate var firstParameterName: String? {
    switch signature?.parameterClause {
    case .simpleInput(let names)?: names.first.flatMap { $0.name.isWildcard ? nil : $0.name.text }
    case .parameterClause(let clause)?:
      clause.parameters.first.map { ($0.secondName ?? $0.firstName) }.flatMap { $0.isWildcard ? nil : $0.text }
    case nil: "$0"
    }
  }
}

extension CodeBlockItemSyntax {
  /// It says what the closure returns.
  fileprivate func isResult(isOnly: Bool) -> Bool {
    if item.is(ReturnStmtSyntax.self) { return true }
    guard isOnly, let expression = item.as(ExprSyntax.self) else { return false }
    let call = expression.as(FunctionCallExprSyntax.self)
    return call.map { $0.calledExpression.lastName?.hasPrefix("add") != true } ?? true
  }

  /// Behind a comment that follows on the same line.
  fileprivate var endOfLine: AbsolutePosition { trailingTrivia.isBlank ? endPositionBeforeTrailingTrivia : endPosition }
}

extension TokenSyntax {
  fileprivate var closureAround: ClosureExprSyntax? {
    var node = parent
    while let current = node {
      if let closure = current.as(ClosureExprSyntax.self) { return closure }
      if current.is(FunctionDeclSyntax.self) { return nil }
      node = current.parent
    }
    return nil
  }
}
