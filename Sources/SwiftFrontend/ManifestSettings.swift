import Model
import SwiftParser
import SwiftSyntax

/// Collects the build settings that an expression of a manifest holds, wherever in it they stand.
final class ManifestSettings: SyntaxVisitor {
  private var constants: [String: Syntax]
  private var headerSearchPaths: [String] = []
  private var defines: [String] = []
  private var defaultIsolation = Isolation.unspecified
  private var isNonsendingByDefault = false

  init(constants: [String: Syntax]) {
    self.constants = constants
    super.init(viewMode: .sourceAccurate)
  }

  func applied(to target: Manifest.Target) -> Manifest.Target {
    var target = target
    target.headerSearchPaths += headerSearchPaths
    target.defines += defines
    if defaultIsolation != .unspecified { target.defaultIsolation = defaultIsolation }
    target.isNonsendingByDefault = target.isNonsendingByDefault || isNonsendingByDefault
    return target
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    guard let name = node.calledExpression.as(MemberAccessExprSyntax.self)?.declName.baseName.text,
      let first = node.arguments.first?.expression
    else { return .visitChildren }
    let text = first.as(StringLiteralExprSyntax.self)?.representedLiteralValue
    switch name {
    case "headerSearchPath":
      if let text { headerSearchPaths.append(text) }
    case "define":
      let value = node.argument("to")?.as(StringLiteralExprSyntax.self)?.representedLiteralValue
      if let text { defines.append(value.map { "\(text)=\($0)" } ?? text) }
    case "enableUpcomingFeature", "enableExperimentalFeature":
      if text == "NonisolatedNonsendingByDefault" { isNonsendingByDefault = true }
    case "defaultIsolation":
      let type = first.trimmedDescription
      if type.hasSuffix(".self"), type != "nil" { defaultIsolation = .globalActor(String(type.dropLast(5))) }
    default: return .visitChildren
    }
    return .skipChildren
  }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    // Taken out while it is followed: a constant may name itself in text that does not compile.
    if let value = constants.removeValue(forKey: node.baseName.text) { walk(value) }
    return .skipChildren
  }
}
