import Model
import SwiftSyntax

extension Lowering {
  /// Stored and computed properties of a type, and globals.
  func lowerProperties(_ decl: VariableDeclSyntax) {
    let attributes = Attributes(decl.attributes, decl.modifiers)
    for (binding, type) in decl.bindings.typed {
      for (name, place) in binding.pattern.names {
        var property = Property(name: name.name, owner: self.type.path, place: lines.place(name))
        property.isStatic = attributes.isStatic
        property.isFileLocal = attributes.isFileLocal || self.type.isFileLocal
        property.type = type
        property.wrappers = attributes.types
        property.isolation = attributes.isolation == .unspecified ? self.type.isolation : attributes.isolation
        property.isLazy = attributes.isLazy
        property.condition = conditions.text
        summary.properties.append(property)
        _ = place
      }
      let count = binding.pattern.names.count
      lowerInitialValue(of: binding, summary.properties.count - count..<summary.properties.count, attributes)
      if let block = binding.accessorBlock, let name = binding.pattern.names.first?.name {
        outOfBody {
          lowerAccessors(block, name.name, at: name, type: type ?? .unknown, attributes, decl)
        }
      }
    }
  }

  private func lowerInitialValue(of binding: PatternBindingSyntax, _ properties: Range<Int>, _ attributes: Attributes) {
    guard let value = binding.initializer?.value, let name = binding.pattern.names.first?.name else { return }
    var lowered = Expression.opaque
    var body: Int?
    if let frame {
      // In a script globals get their values in order, as its statements do.
      lowered = lower(value)
      body = frame.body
    } else {
      body = optionalBody(.initialValue, name.name, at: name, over: value) {
        if let frame {
          summary.bodies[frame.body].isStatic = attributes.isStatic
          summary.bodies[frame.body].isFileLocal = attributes.isFileLocal || type.isFileLocal
          summary.bodies[frame.body].isPublic = type.makesPublic(attributes)
          summary.bodies[frame.body].isolation =
            attributes.isolation == .unspecified ? type.isolation : attributes.isolation
        }
        lowered = lower(value)
      }
    }
    if case .closure(let closure) = lowered { use(closure, .assigned(.name(name.name))) }
    for (offset, (_, path)) in binding.pattern.names.enumerated() {
      guard properties.contains(properties.lowerBound + offset) else { break }
      let value = path.reduce(lowered) { .tupleElement($0, $1) }
      summary.properties[properties.lowerBound + offset].value = lowered == .opaque ? nil : value
      summary.properties[properties.lowerBound + offset].body = body
    }
  }

  // MARK: Accessors

  func lowerAccessors(
    _ block: AccessorBlockSyntax, _ name: String, at token: TokenSyntax, type: TypeRef, _ attributes: Attributes,
    _ decl: some DeclSyntaxProtocol, subscript clause: FunctionParameterClauseSyntax? = nil, generics: [Generic] = []
  ) {
    let parameters = clause.map { lower($0, isSubscript: true) } ?? []
    func body(_ kind: Body.Kind, at token: TokenSyntax, over node: some SyntaxProtocol, _ parameters: [Parameter])
      -> Body
    {
      var body = makeBody(kind, name, at: token, attributes, parameters)
      body.extent = lines.extent(from: token, to: node)
      body.generics = generics
      addStatement(to: &body, decl, through: token)
      return body
    }
    switch block.accessors {
    case .getter(let items):
      var getter = body(clause == nil ? .getter : .subscriptGetter, at: token, over: block, parameters)
      getter.result = type
      _ = add(getter, clause, items, isRequirement: false)
    case .accessors(let accessors):
      for accessor in accessors {
        guard let kind = accessor.kind(isSubscript: clause != nil) else { continue }
        // Interfaces tell no bodies, but they do tell what is said of a property.
        let isStated = self.type.kind != .protocol && attributes.statement != nil && kind.isRead
        guard let items = accessor.body?.statements ?? (isStated ? [] : nil) else { continue }
        var lowered = body(kind, at: accessor.accessorSpecifier, over: accessor, parameters)
        lowered.isAsync = accessor.effectSpecifiers?.asyncSpecifier != nil
        lowered.isThrowing = accessor.effectSpecifiers?.throwsClause.throwsAnything ?? false
        if kind.isRead { lowered.result = type }
        let implied = accessor.parameters?.name.name ?? kind.impliedParameter
        if let implied { lowered.parameters.append(Parameter(label: nil, name: implied, type: type)) }
        addAccessor(lowered, clause, items, implied, at: accessor.parameters?.name ?? accessor.accessorSpecifier, type)
      }
    }
  }

  private func addAccessor(
    _ body: Body, _ clause: FunctionParameterClauseSyntax?, _ items: CodeBlockItemListSyntax, _ implied: String?,
    at token: TokenSyntax, _ type: TypeRef
  ) {
    summary.bodies.append(body)
    inside(summary.bodies.count - 1) {
      for (index, parameter) in (clause?.parameters ?? []).enumerated() {
        bind(parameter.secondName ?? parameter.firstName, .parameter(index), type: body.parameters[index].type)
      }
      if let implied {
        bind(implied, at: lines.place(token), .parameter(body.parameters.count - 1), type: type)
      }
      frame?.returnsValue = body.kind.isRead
      lowerBody(items)
    }
  }

  func lower(_ decl: SubscriptDeclSyntax) {
    let attributes = Attributes(decl.attributes, decl.modifiers)
    let name = "subscript" + lower(decl.parameterClause, isSubscript: true).labels
    let result = TypeRef(decl.returnClause.type)
    let generics = Generics(decl.genericParameterClause, decl.genericWhereClause).list + type.generics
    if type.kind == .protocol {
      var body = makeBody(
        .subscriptGetter, name, at: decl.subscriptKeyword, attributes, lower(decl.parameterClause, isSubscript: true))
      body.result = result
      body.generics = generics
      requirements.append(body)
    } else if let block = decl.accessorBlock {
      lowerAccessors(
        block, name, at: decl.subscriptKeyword, type: result, attributes, decl, subscript: decl.parameterClause,
        generics: generics)
    }
  }
}

extension AccessorDeclSyntax {
  fileprivate func kind(isSubscript: Bool) -> Body.Kind? {
    switch accessorSpecifier.text {
    case "get", "_read", "read", "unsafeAddress", "borrow", "yielding": isSubscript ? .subscriptGetter : .getter
    case "set", "_modify", "modify", "unsafeMutableAddress", "mutate", "init": isSubscript ? .subscriptSetter : .setter
    case "willSet": .willSet
    case "didSet": .didSet
    default: nil
    }
  }
}

extension Body.Kind {
  fileprivate var isRead: Bool { self == .getter || self == .subscriptGetter }

  fileprivate var impliedParameter: String? {
    switch self {
    case .setter, .subscriptSetter, .willSet: "newValue"
    case .didSet: "oldValue"
    default: nil
    }
  }
}

extension PatternBindingListSyntax {
  /// In `let a, b: Int` both have the type.
  var typed: [(PatternBindingSyntax, TypeRef?)] {
    var result: [(PatternBindingSyntax, TypeRef?)] = []
    var following: TypeRef?
    for binding in reversed() {
      if let annotation = binding.typeAnnotation { following = TypeRef(annotation.type) }
      if binding.typeAnnotation == nil, binding.initializer != nil { following = nil }
      result.append((binding, following))
    }
    return result.reversed()
  }
}

extension PatternSyntax {
  /// The names that a pattern of names and tuples binds, each with its way into the tuple.
  var names: [(name: TokenSyntax, path: [Int])] {
    switch self.as(PatternSyntaxEnum.self) {
    case .identifierPattern(let pattern): [(pattern.identifier, [])]
    case .tuplePattern(let tuple):
      tuple.elements.enumerated().flatMap { index, element in
        element.pattern.names.map { ($0.name, [index] + $0.path) }
      }
    default: []
    }
  }
}
