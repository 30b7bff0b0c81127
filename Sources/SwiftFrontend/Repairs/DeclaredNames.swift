import Model
import SwiftSyntax

/// Names that a file gives a meaning of its own.
struct DeclaredNames {
  private let names: Set<String>

  init(in node: some SyntaxProtocol) {
    names = Set(
      node.root.tokens(viewMode: .sourceAccurate).lazy.filter { token in
        switch token.parent?.as(SyntaxEnum.self) {
        case .structDecl, .classDecl, .enumDecl, .actorDecl, .protocolDecl, .typeAliasDecl, .associatedTypeDecl,
          .genericParameter:
          token.isIdentifier
        default: false
        }
      }.map(\.name))
  }

  /// Whether a type that the template names is another one here.
  func hide(_ template: CallTemplate) -> Bool { !names.isDisjoint(with: template.types) }
}

extension CallTemplate {
  /// The capitalised names in it.
  fileprivate var types: Set<String> {
    Set(
      parts.flatMap { part -> [String] in
        guard case .text(let text) = part else { return [] }
        return text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init).filter(\.isCapitalised)
      })
  }
}
