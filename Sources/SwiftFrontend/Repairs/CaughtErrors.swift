import Model
import SwiftSyntax

/// Puts the statements of a task into a `do`, and says in a `catch` what went wrong.
struct CaughtErrors {
  private let site: CallSite
  private var edits: EditList

  init(_ site: CallSite, file: String) {
    self.site = site
    edits = EditList(file: file)
  }

  consuming func fix() -> Fix? {
    guard let call = site.call, call.additionalTrailingClosures.isEmpty,
      let closure = call.trailingClosure ?? call.arguments.last?.expression.as(ClosureExprSyntax.self),
      let markers = Markers(covering: site.expression), markers.statement != nil,
      let first = closure.statements.first, !ReturnedValues.leave(closure.statements),
      closure.signature?.effectSpecifiers?.throwsClause == nil, closure.signature?.returnClause == nil,
      let opening = first.firstToken(viewMode: .sourceAccurate)?.previousToken(viewMode: .sourceAccurate)
    else { return nil }
    let step = Indentation.step(in: closure.statements)
    let outer = Indentation.ofLine(with: closure)
    let inner = outer + step
    let handler = "} catch {\n\(inner + step)\(report)\n\(inner)}"
    if first.leadingTrivia.hasNewline {
      wrapLines(closure, behind: opening, step: step, inner: inner, handler: handler)
    } else {
      guard !closure.hasComments, !closure.description.contains(where: \.isNewline) else { return nil }
      let space = closure.rightBrace.previousToken(viewMode: .sourceAccurate)?.endPositionBeforeTrailingTrivia
      edits.replace(
        opening.endPositionBeforeTrailingTrivia, first.positionAfterSkippingLeadingTrivia,
        with: "\n\(inner)do {\n\(inner + step)")
      edits.replace(
        space ?? closure.rightBrace.position, closure.rightBrace.positionAfterSkippingLeadingTrivia,
        with: "\n\(inner)\(handler)\n\(outer)")
    }
    return edits.finish().map { Fix(applicability: .unsafe, edits: $0) }
  }

  /// Every line of the body moves in by one step.
  private mutating func wrapLines(
    _ closure: ClosureExprSyntax, behind opening: TokenSyntax, step: String, inner: String, handler: String
  ) {
    let end = closure.rightBrace.positionAfterSkippingLeadingTrivia.utf8Offset
    let start = opening.endPosition.utf8Offset
    let text = Array(closure.root.description.utf8)
    guard end <= text.count else { return }
    edits.insert("\n\(inner)do {", at: opening.endPosition)
    var lineEnd: Int?
    for offset in start..<end where text[offset] == UInt8(ascii: "\n") {
      lineEnd = offset
      let next = offset + 1
      // The line of the closing brace stays, and an empty line needs no white space.
      guard text[next..<end].contains(where: { !$0.isBlank }), next < end, !text[next].isLineBreak else { continue }
      edits.insert(step, at: AbsolutePosition(utf8Offset: next))
    }
    guard let lineEnd else { return }
    let hasReturn = lineEnd > 0 && text[lineEnd - 1] == UInt8(ascii: "\r")
    edits.insert("\n\(inner)\(handler)", at: AbsolutePosition(utf8Offset: hasReturn ? lineEnd - 1 : lineEnd))
  }

  /// What the handler does: nobody should lose the error again.
  private var report: String {
    let text = "task failed: \\(error)"
    return CapturedVariables.names(in: site.expression.root).contains("logger")
      ? "logger.error(\"\(text)\")" : "print(\"\(text)\")"
  }
}

extension ClosureExprSyntax {
  fileprivate var hasComments: Bool { ExprSyntax(self).hasComment(from: position, to: endPosition) }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || isLineBreak }
  fileprivate var isLineBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}
