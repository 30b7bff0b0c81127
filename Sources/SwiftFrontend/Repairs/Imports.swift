import SwiftSyntax

/// The modules that a file imports.
enum Imports {
  static func of(_ node: some SyntaxProtocol) -> Set<String> {
    guard let file = node.root.as(SourceFileSyntax.self) else { return [] }
    return Set(
      file.statements.compactMap { item in
        item.item.as(ImportDeclSyntax.self)?.path.first?.name.name
      })
  }
}
