import Model
import SwiftSyntax

extension Lowering {
  func lower(_ decl: FunctionDeclSyntax) {
    let parameters = lower(decl.signature.parameterClause)
    let attributes = Attributes(decl.attributes, decl.modifiers)
    var body = makeBody(.function, decl.name.name + parameters.labels, at: decl.name, attributes, parameters)
    body.exportedName = attributes.exportedName.map { $0.isEmpty ? decl.name.name : $0 }
    body.result = decl.signature.returnClause.map { TypeRef($0.type) }
    body.generics = Generics(decl.genericParameterClause, decl.genericWhereClause).list + type.generics
    apply(decl.signature.effectSpecifiers, to: &body)
    body.extent = lines.extent(from: decl.name, to: decl)
    addStatement(to: &body, decl, through: decl.body?.leftBrace ?? decl.name)
    let index = add(body, decl.signature.parameterClause, decl.body?.statements, isRequirement: decl.body == nil)
    if let index, let local = hoisted.removeValue(forKey: decl.name.position) {
      summary.locals[local].kind = .function(index)
      flow.append(.make(index))
    }
  }

  func lower(_ decl: InitializerDeclSyntax) {
    let parameters = lower(decl.signature.parameterClause)
    var body = makeBody(
      .initializer, "init" + parameters.labels, at: decl.initKeyword, Attributes(decl.attributes, decl.modifiers),
      parameters)
    body.generics = Generics(decl.genericParameterClause, decl.genericWhereClause).list + type.generics
    apply(decl.signature.effectSpecifiers, to: &body)
    body.extent = lines.extent(from: decl.initKeyword, to: decl)
    addStatement(to: &body, decl, through: decl.body?.leftBrace ?? decl.initKeyword)
    let index = add(body, decl.signature.parameterClause, decl.body?.statements, isRequirement: decl.body == nil)
    if let index, type.kind == .class, let end = decl.body?.rightBrace { delegate(index, at: end) }
  }

  /// An initialiser of a class that says nothing of another one ends with `super.init()`.
  private func delegate(_ initializer: Int, at end: TokenSyntax) {
    let isExplicit = summary.bodies[initializer].calls.contains { call in
      call.callee == .member(.superReference, "init") || call.callee == .member(.selfReference, "init")
    }
    guard !isExplicit else { return }
    inside(initializer) { emit(at: lines.place(end), .member(.superReference, "init"), ask: .unused) }
  }

  func lower(_ decl: DeinitializerDeclSyntax) {
    var body = makeBody(
      .deinitializer, "deinit", at: decl.deinitKeyword, Attributes(decl.attributes, decl.modifiers), [])
    body.isAsync = decl.effectSpecifiers?.asyncSpecifier != nil
    body.extent = lines.extent(from: decl.deinitKeyword, to: decl)
    addStatement(to: &body, decl, through: decl.body?.leftBrace ?? decl.deinitKeyword)
    _ = add(body, nil, decl.body?.statements, isRequirement: false)
  }

  private func apply(_ effects: FunctionEffectSpecifiersSyntax?, to body: inout Body) {
    body.isAsync = effects?.asyncSpecifier != nil
    body.isThrowing = effects?.throwsClause.throwsAnything ?? false
  }

  func makeBody(
    _ kind: Body.Kind, _ name: String, at token: TokenSyntax, _ attributes: Attributes, _ parameters: [Parameter]
  ) -> Body {
    var body = Body(kind: kind, name: name, place: lines.place(token))
    body.owner = type.path
    body.parent = frame?.body
    body.condition = conditions.text
    body.parameters = parameters
    body.isStatic = attributes.isStatic
    body.isOverride = attributes.isOverride
    body.isFileLocal = attributes.isFileLocal || type.isFileLocal
    body.isPublic = frame == nil && type.makesPublic(attributes)
    body.statement = attributes.statement
    body.isolation = attributes.isolation == .unspecified ? type.isolation : attributes.isolation
    if let isolated = parameters.first(where: \.isIsolated) { body.isolation = .isolatedParameter(isolated.type) }
    return body
  }

  /// A comment beside or above the head of a declaration outranks its attributes.
  func addStatement(to body: inout Body, _ decl: some DeclSyntaxProtocol, through last: TokenSyntax) {
    guard !remarks.isEmpty else { return }
    let first = lines.line(decl.positionAfterSkippingLeadingTrivia)
    let end = lines.line(last.positionAfterSkippingLeadingTrivia)
    if let statement = remarks.statement(from: first, through: end) { body.statement = statement }
  }

  /// Appends the body and lowers what it contains; a requirement goes to its protocol.
  func add(
    _ body: Body, _ clause: FunctionParameterClauseSyntax?, _ items: CodeBlockItemListSyntax?, isRequirement: Bool
  ) -> Int? {
    if isRequirement, type.kind == .protocol {
      requirements.append(body)
      return nil
    }
    summary.bodies.append(body)
    let index = summary.bodies.count - 1
    inside(index) {
      for parameter in clause?.parameters ?? [] { lowerDefault(of: parameter) }
      bind(body.parameters, clause)
      frame?.returnsValue = body.result.map { !$0.isVoid } ?? false
      if let items { lowerBody(items) }
    }
    return index
  }

  private func lowerDefault(of parameter: FunctionParameterSyntax) {
    guard let value = parameter.defaultValue?.value else { return }
    let token = parameter.secondName ?? parameter.firstName
    _ = optionalBody(.defaultArgument, token.name, at: token, over: value) { _ = lower(value) }
  }

  private func bind(_ parameters: [Parameter], _ clause: FunctionParameterClauseSyntax?) {
    guard let clause else { return }
    for (index, syntax) in clause.parameters.enumerated() {
      let type = parameters[index].type
      bind(
        syntax.secondName ?? syntax.firstName, .parameter(index),
        type: parameters[index].isVariadic ? .array(type) : type)
    }
  }

  // MARK: Parameters

  func lower(_ clause: FunctionParameterClauseSyntax, isSubscript: Bool = false) -> [Parameter] {
    clause.parameters.map { syntax in
      let lowered = LoweredType(syntax.type)
      let attributes = Attributes(syntax.attributes, syntax.modifiers)
      // In a subscript a lone name is the parameter's own.
      let isUnlabelled = syntax.firstName.isWildcard || (isSubscript && syntax.secondName == nil)
      var parameter = Parameter(
        label: isUnlabelled ? nil : syntax.firstName.name, name: (syntax.secondName ?? syntax.firstName).name,
        type: lowered.type)
      parameter.hasDefault = syntax.defaultValue != nil
      parameter.isVariadic = syntax.ellipsis != nil
      parameter.isIsolated = lowered.isIsolated || attributes.isIsolated
      parameter.inheritsContext = lowered.inheritsContext || attributes.inheritsContext
      return parameter
    }
  }
}

extension [Parameter] {
  /// `(from:_:)`
  var labels: String {
    var text = "("
    for parameter in self { text += (parameter.label ?? "_") + ":" }
    return text + ")"
  }
}

extension TypeRef {
  var isVoid: Bool {
    switch self {
    case .tuple(let elements): elements.isEmpty
    case .named(let path, _): path == ["Void"] || path == ["Never"] || path == ["Swift", "Void"]
    default: false
    }
  }
}
