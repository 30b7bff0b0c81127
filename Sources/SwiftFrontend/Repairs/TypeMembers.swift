import SwiftSyntax

/// What a file declares in each of its types and their extensions: the names of functions and variables.
struct TypeMembers: Sendable {
  private var names: [String: Set<String>] = [:]

  init(of file: SourceFileSyntax) {
    for item in file.statements {
      if case .decl(let decl) = item.item { add(decl, depth: 0) }
    }
  }

  /// By the type's name as the declaration or extension spells it.
  func names(in type: String) -> Set<String> { names[type] ?? [] }

  private mutating func add(_ decl: DeclSyntax, depth: Int) {
    // Types nest less deep than any person would write.
    guard depth < 32 else { return }
    if let config = decl.as(IfConfigDeclSyntax.self) {
      for clause in config.clauses { add(clause.elements, depth: depth + 1) }
    }
    guard let group = decl.asProtocol((any DeclGroupSyntax).self), let type = Syntax(decl).typeName else { return }
    for member in group.memberBlock.members { add(member.decl, to: type, depth: depth + 1) }
  }

  private mutating func add(_ elements: IfConfigClauseSyntax.Elements?, depth: Int) {
    guard case .statements(let items) = elements else { return }
    for item in items {
      if case .decl(let decl) = item.item { add(decl, depth: depth) }
    }
  }

  private mutating func add(_ member: DeclSyntax, to type: String, depth: Int) {
    if let function = member.as(FunctionDeclSyntax.self) {
      names[type, default: []].insert(function.name.name)
    } else if let variable = member.as(VariableDeclSyntax.self) {
      names[type, default: []].formUnion(variable.bindings.flatMap { $0.pattern.names.map(\.name.name) })
    } else if let config = member.as(IfConfigDeclSyntax.self) {
      for case .decls(let members)? in config.clauses.map(\.elements) {
        for member in members { add(member.decl, to: type, depth: depth + 1) }
      }
    } else {
      add(member, depth: depth)
    }
  }
}

extension Syntax {
  /// The name of the type that a node declares or extends, as far as it is spelled there.
  var typeName: String? {
    switch self.as(SyntaxEnum.self) {
    case .structDecl(let type): type.name.name
    case .classDecl(let type): type.name.name
    case .enumDecl(let type): type.name.name
    case .actorDecl(let type): type.name.name
    case .protocolDecl(let type): type.name.name
    case .extensionDecl(let type): type.extendedType.trimmedDescription
    default: nil
    }
  }
}
