import Model
import SwiftSyntax

extension Lowering {
  /// A declaration that is no member of a body's own statements: a type's member, or a global one.
  func lower(_ decl: DeclSyntax) {
    guard descend() else { return ascend() }
    defer { ascend() }
    switch decl.as(DeclSyntaxEnum.self) {
    case .importDecl(let decl): lower(decl)
    case .functionDecl(let decl): lower(decl)
    case .initializerDecl(let decl): lower(decl)
    case .deinitializerDecl(let decl): lower(decl)
    case .subscriptDecl(let decl): lower(decl)
    case .variableDecl(let decl): lowerProperties(decl)
    case .enumCaseDecl(let decl): lower(decl)
    case .structDecl(let decl): lowerType(decl, .struct, decl.name, decl.genericParameterClause)
    case .classDecl(let decl): lowerType(decl, .class, decl.name, decl.genericParameterClause)
    case .enumDecl(let decl): lowerType(decl, .enum, decl.name, decl.genericParameterClause)
    case .actorDecl(let decl): lowerType(decl, .actor, decl.name, decl.genericParameterClause)
    case .protocolDecl(let decl): lowerType(decl, .protocol, decl.name, nil)
    case .extensionDecl(let decl): lower(decl)
    case .typeAliasDecl(let decl): lower(decl)
    case .macroExpansionDecl(let decl): lower(decl)
    case .ifConfigDecl(let config):
      lower(config) { elements in
        switch elements {
        case .decls(let members): members.forEach { lower($0.decl) }
        case .statements(let items):
          for item in items {
            if case .decl(let decl) = item.item { lower(decl) }
          }
        default: break
        }
      }
    // Nothing else has code in it; an associated type belongs to its protocol's generics.
    default: break
    }
  }

  private func lower(_ decl: ImportDeclSyntax) {
    guard let module = decl.path.first?.name.name, !module.isEmpty, !summary.imports.contains(module) else { return }
    summary.imports.append(module)
  }

  private func lower(_ decl: TypeAliasDeclSyntax) {
    var alias = declaration(.alias, decl.name, Attributes(decl.attributes, decl.modifiers))
    alias.aliased = TypeRef(decl.initializer.value)
    alias.generics = Generics(decl.genericParameterClause, decl.genericWhereClause).list
    summary.types.append(alias)
  }

  private func lower(_ decl: MacroExpansionDeclSyntax) {
    _ = optionalBody(.initialValue, "#" + decl.macroName.name, at: decl.macroName, over: decl) {
      lowerMacroArguments(decl.arguments, decl.trailingClosure, decl.additionalTrailingClosures)
    }
  }

  // MARK: Types

  private func lowerType(
    _ decl: some DeclGroupSyntax, _ kind: TypeDeclaration.Kind, _ name: TokenSyntax,
    _ parameters: GenericParameterClauseSyntax?
  ) {
    let attributes = Attributes(decl.attributes, decl.modifiers)
    var type = declaration(kind, name, attributes)
    type.inherits = decl.inheritanceClause.types
    var generics = Generics(parameters, decl.genericWhereClause)
    if kind == .protocol { generics.addAssociatedTypes(decl.memberBlock.members) }
    type.generics = generics.list
    let context = TypeContext(
      path: type.name, kind: kind, isPublic: type.isPublic, makesMembersPublic: kind == .protocol)
    lowerMembers(decl.memberBlock, of: type, context)
  }

  private func lower(_ decl: ExtensionDeclSyntax) {
    let attributes = Attributes(decl.attributes, decl.modifiers)
    let name = decl.extendedType.qualifiedName
    var type = TypeDeclaration(kind: .extension, name: name, place: lines.place(decl.extendedType.position))
    apply(attributes, to: &type)
    type.inherits = decl.inheritanceClause.types
    type.generics = Generics(nil, decl.genericWhereClause).list
    // The members alone know which of a type's extensions they stand in, so they carry what it says.
    let context = TypeContext(
      path: name.isEmpty ? nil : name, kind: .extension, isolation: attributes.isolation, generics: type.generics,
      isFileLocal: attributes.isFileLocal, isPublic: !attributes.isFileLocal, makesMembersPublic: attributes.isPublic)
    lowerMembers(decl.memberBlock, of: type, context)
  }

  private func lowerMembers(_ block: MemberBlockSyntax, of declaration: TypeDeclaration, _ context: TypeContext) {
    summary.types.append(declaration)
    let index = summary.types.count - 1
    let outer = type
    let outerRequirements = requirements
    type = context
    requirements = []
    outOfBody { block.members.forEach { lower($0.decl) } }
    summary.types[index].requirements = requirements
    requirements = outerRequirements
    type = outer
  }

  private func declaration(_ kind: TypeDeclaration.Kind, _ name: TokenSyntax, _ attributes: Attributes)
    -> TypeDeclaration
  {
    let path = type.path.map { $0 + "." + name.name } ?? name.name
    var declaration = TypeDeclaration(kind: kind, name: path, place: lines.place(name))
    apply(attributes, to: &declaration)
    return declaration
  }

  private func apply(_ attributes: Attributes, to declaration: inout TypeDeclaration) {
    declaration.isolation = attributes.isolation
    declaration.isGlobalActor = attributes.isGlobalActor
    declaration.isPropertyWrapper = attributes.isPropertyWrapper
    declaration.isFileLocal = attributes.isFileLocal || type.isFileLocal
    declaration.isPublic = type.makesPublic(attributes)
    declaration.condition = conditions.text
  }

  private func lower(_ decl: EnumCaseDeclSyntax) {
    let owner = TypeRef.named(type.path?.split(separator: ".").map(String.init) ?? [])
    for element in decl.elements {
      var property = Property(name: element.name.name, owner: type.path, place: lines.place(element.name))
      property.isCase = true
      property.isStatic = true
      property.condition = conditions.text
      if let parameters = element.parameterClause?.parameters {
        // With a payload the case is a function that makes the value.
        property.type = .function(FunctionType(parameters: parameters.map { TypeRef($0.type) }, result: owner))
      } else {
        property.type = owner
      }
      summary.properties.append(property)
    }
  }
}

extension Optional<InheritanceClauseSyntax> {
  fileprivate var types: [TypeRef] {
    self?.inheritedTypes.flatMap { TypeRef($0.type).constituents } ?? []
  }
}

extension Generics {
  fileprivate mutating func addAssociatedTypes(_ members: MemberBlockItemListSyntax) {
    for member in members {
      guard let decl = member.decl.as(AssociatedTypeDeclSyntax.self) else { continue }
      add(decl.name.name, decl.inheritanceClause.types, declares: true)
      add(decl.genericWhereClause)
    }
  }
}
