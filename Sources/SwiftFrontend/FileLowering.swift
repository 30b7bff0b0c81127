import Model
import SwiftSyntax

extension Lowering {
  func lower(_ tree: SourceFileSyntax) {
    operators.collect(tree.statements)
    let isScript =
      summary.file == "main.swift" || summary.file.hasSuffix("/main.swift") || tree.statements.hasStatements
    if isScript {
      let body = addBody(
        .topLevel, "", at: tree.firstToken(viewMode: .sourceAccurate) ?? tree.endOfFileToken,
        over: lines.extent(from: tree.position, to: tree.endPosition))
      inside(body) { lowerTopLevel(tree.statements) }
      summary.bodies[body].isAsync = summary.bodies[body].suspends
    } else {
      lowerTopLevel(tree.statements)
    }
  }

  private func lowerTopLevel(_ items: CodeBlockItemListSyntax) {
    for item in items {
      switch item.item {
      case .decl(let decl):
        if let config = decl.as(IfConfigDeclSyntax.self) {
          lower(config) { elements in
            if case .statements(let items) = elements { lowerTopLevel(items) }
          }
        } else if let variable = decl.as(VariableDeclSyntax.self) {
          lowerProperties(variable)
        } else {
          outOfBody { lower(decl) }
        }
      case .stmt, .expr:
        if frame == nil {
          // A macro that expands to declarations.
          if case .expr(let expression) = item.item { lowerFreestanding(expression) }
        } else {
          _ = lower(item, asValue: false)
        }
      }
    }
  }

  /// Members and global functions belong to no body and see none of its locals.
  func outOfBody(_ work: () -> Void) {
    let outer = frame
    let mark = scope.close()
    frame = nil
    work()
    frame = outer
    scope.leave(mark)
  }

  func lowerFreestanding(_ expression: ExprSyntax) {
    guard let macro = expression.as(MacroExpansionExprSyntax.self) else { return }
    _ = optionalBody(.initialValue, "#" + macro.macroName.name, at: macro.macroName, over: macro) {
      _ = lower(expression)
    }
  }

  func lower(_ config: IfConfigDeclSyntax, _ lowerElements: (IfConfigClauseSyntax.Elements) -> Void) {
    var refused: [String] = []
    for clause in config.clauses {
      let condition = clause.condition?.trimmedDescription
      let all = refused + (condition.map { [$0] } ?? [])
      conditions.enter(all.joined(separator: " && "))
      if let elements = clause.elements { lowerElements(elements) }
      conditions.leave()
      if let condition { refused.append("!(\(condition))") }
    }
  }
}

extension CodeBlockItemListSyntax {
  /// Statements at file scope make a script.
  fileprivate var hasStatements: Bool {
    contains { item in
      switch item.item {
      case .stmt: true
      case .expr(let expression): !expression.is(MacroExpansionExprSyntax.self)
      case .decl(let decl):
        decl.as(IfConfigDeclSyntax.self)?.clauses.contains { clause in
          if case .statements(let items) = clause.elements { items.hasStatements } else { false }
        } ?? false
      }
    }
  }
}
