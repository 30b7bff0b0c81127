import Model
import SwiftSyntax

/// Writes what a template says in place of a call; what the two share stays where it is, comments and all.
struct ReplacedCall {
  private let site: CallSite
  private let template: CallTemplate
  /// The call returns something that its replacement does not.
  private let losesResult: Bool
  private var edits: EditList

  init(_ site: CallSite, _ template: CallTemplate, losesResult: Bool, file: String) {
    self.site = site
    self.template = template
    self.losesResult = losesResult
    edits = EditList(file: file)
  }

  consuming func fix() -> Fix? {
    let around = Surroundings(site.expression)
    guard around.mayAwait, site.call != nil, let markers = Markers(covering: site.expression),
      !DeclaredNames(in: site.expression).hide(template),
      let body = ReplacedBody(site, template), body.isFaithful
    else { return nil }
    if losesResult {
      guard let statement = markers.statement, !around.returnsValue(of: statement) else { return nil }
      if let discard = markers.discard {
        edits.replace(discard, statementStart(behind: discard, markers), with: "")
      }
    }
    let needsTry = template.isThrowing && markers.attempt == nil
    if needsTry, !around.mayThrow {
      // Going on when the task is cancelled is another program, though one that many write.
      guard markers.statement != nil, markers.wait == nil, !around.isAsyncLet else { return nil }
      markers.insert(try: true, optional: true, await: template.isAsync, into: &edits)
    } else {
      markers.insert(try: template.isThrowing, await: template.isAsync, into: &edits)
    }
    body.write(into: &edits)
    guard let edits = edits.finish() else { return nil }
    let isSafe = (!needsTry || around.mayThrow) && body.isPortable
    return Fix(applicability: isSafe ? .safe : .unsafe, edits: edits)
  }

  /// Where the value that `_ =` drops begins.
  private func statementStart(behind discard: AbsolutePosition, _ markers: Markers) -> AbsolutePosition {
    markers.attempt?.positionAfterSkippingLeadingTrivia ?? markers.wait?.positionAfterSkippingLeadingTrivia
      ?? site.expression.positionAfterSkippingLeadingTrivia
  }
}

extension Surroundings {
  /// The statement is all there is, so that its value may be what the code around returns.
  func returnsValue(of statement: CodeBlockItemSyntax) -> Bool {
    guard statement.parent?.children(viewMode: .sourceAccurate).count == 1 else { return false }
    if let function = code.as(FunctionDeclSyntax.self) { return function.signature.returnClause?.isVoid == false }
    if let closure = code.as(ClosureExprSyntax.self) { return closure.signature?.returnClause?.isVoid != true }
    return code.is(AccessorDeclSyntax.self)
  }
}

extension ReturnClauseSyntax {
  fileprivate var isVoid: Bool { ["Void", "()", "Swift.Void"].contains(type.trimmedDescription) }
}
