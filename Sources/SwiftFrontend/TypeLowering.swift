import Model
import SwiftSyntax

/// A type with what its attributes and specifiers say about the parameter that has it.
struct LoweredType {
  var type: TypeRef
  var isIsolated = false
  var inheritsContext = false

  init(_ syntax: TypeSyntax, depth: Int = 0) {
    guard let attributed = syntax.as(AttributedTypeSyntax.self) else {
      type = TypeRef(syntax, depth: depth)
      return
    }
    type = TypeRef(attributed.baseType, depth: depth + 1)
    for specifier in [attributed.specifiers, attributed.lateSpecifiers].joined() {
      switch specifier {
      case .simpleTypeSpecifier(let simple): isIsolated = isIsolated || simple.specifier.text == "isolated"
      case .nonisolatedTypeSpecifier(let nonisolated):
        state(nonisolated.argument == nil ? .nonisolated : .nonisolatedNonsending)
      default: break
      }
    }
    for attribute in attributed.attributes {
      guard case .attribute(let attribute) = attribute else { continue }
      apply(attribute.attributeName.qualifiedName)
    }
  }

  private mutating func apply(_ attribute: String) {
    switch attribute {
    case "escaping": change { $0.isEscaping = true }
    case "autoclosure": change { $0.isAutoclosure = true }
    case "Sendable": change { $0.isSendable = true }
    case "concurrent": state(.concurrent)
    case "_inheritActorContext": inheritsContext = true
    case let name where name.isCapitalised: state(.globalActor(name))
    default: break
    }
  }

  private mutating func state(_ isolation: Isolation) { change { $0.isolation = isolation } }

  private mutating func change(_ edit: (inout FunctionType) -> Void) { type.editFunction(edit) }
}

extension TypeRef {
  /// Spelled types nest as deep as their brackets; beyond this they are unknown.
  private static let deepest = 100

  init(_ syntax: TypeSyntax?) { self = syntax.map { LoweredType($0).type } ?? .unknown }

  init(_ syntax: TypeSyntax, depth: Int) {
    guard depth < Self.deepest else {
      self = .unknown
      return
    }
    let next = depth + 1
    switch syntax.as(TypeSyntaxEnum.self) {
    case .identifierType(let type):
      self =
        type.name.tokenKind == .keyword(.Self)
        ? .selfType : .named([type.name.name], arguments: type.genericArgumentClause.types(next))
      if let module = type.moduleSelector { self = qualified(by: .named([module.moduleName.name])) }
    case .memberType(let type):
      let member = TypeRef.named([type.name.name], arguments: type.genericArgumentClause.types(next))
      self = member.qualified(by: TypeRef(type.baseType, depth: next))
    case .optionalType(let type): self = .optional(LoweredType(type.wrappedType, depth: next).type)
    case .implicitlyUnwrappedOptionalType(let type): self = .optional(LoweredType(type.wrappedType, depth: next).type)
    case .arrayType(let type): self = .array(LoweredType(type.element, depth: next).type)
    case .inlineArrayType(let type): self = .array(type.element.lowered(next))
    case .dictionaryType(let type):
      self = .dictionary(key: LoweredType(type.key, depth: next).type, value: LoweredType(type.value, depth: next).type)
    case .tupleType(let type):
      let elements = type.elements.map { LoweredType($0.type, depth: next).type }
      // Parentheses around one type are only parentheses.
      self = elements.count == 1 ? elements[0] : .tuple(elements)
    case .functionType(let type): self = .function(FunctionType(type, depth: next))
    case .compositionType(let type):
      self = .existential(type.elements.flatMap { LoweredType($0.type, depth: next).type.constituents })
    case .someOrAnyType(let type): self = .existential(LoweredType(type.constraint, depth: next).type.constituents)
    case .metatypeType(let type): self = .metatype(LoweredType(type.baseType, depth: next).type)
    case .attributedType: self = LoweredType(syntax, depth: next).type
    case .namedOpaqueReturnType(let type): self = LoweredType(type.type, depth: next).type
    case .packExpansionType(let type): self = LoweredType(type.repetitionPattern, depth: next).type
    case .packElementType(let type): self = LoweredType(type.pack, depth: next).type
    case .classRestrictionType: self = .named(["AnyObject"])
    case .missingType, .suppressedType: self = .unknown
    }
  }

  /// What an existential is made of.
  var constituents: [TypeRef] {
    switch self {
    case .existential(let types): types
    case .unknown: []
    default: [self]
    }
  }

  func qualified(by base: TypeRef) -> TypeRef {
    guard case .named(let path, let arguments) = self else { return self }
    switch base {
    // `Outer<T>.Inner`: whom the members belong to matters more than the outer arguments.
    case .named(let outer, let outerArguments):
      return .named(outer + path, arguments: arguments.isEmpty ? outerArguments : arguments)
    case .selfType: return .named(["Self"] + path, arguments: arguments)
    case .array: return .named(["Array"] + path, arguments: arguments)
    default: return .unknown
    }
  }

  mutating func editFunction(_ edit: (inout FunctionType) -> Void) {
    switch self {
    case .function(var function):
      edit(&function)
      self = .function(function)
    case .optional(var wrapped):
      wrapped.editFunction(edit)
      self = .optional(wrapped)
    default: break
    }
  }
}

extension FunctionType {
  fileprivate init(_ syntax: FunctionTypeSyntax, depth: Int) {
    let lowered = syntax.parameters.map { LoweredType($0.type, depth: depth) }
    self.init(parameters: lowered.map(\.type), result: LoweredType(syntax.returnClause.type, depth: depth).type)
    isAsync = syntax.effectSpecifiers?.asyncSpecifier != nil
    isThrowing = syntax.effectSpecifiers?.throwsClause.throwsAnything ?? false
    if let isolated = lowered.first(where: \.isIsolated) { isolation = .isolatedParameter(isolated.type) }
  }
}

extension Optional<ThrowsClauseSyntax> {
  /// `throws(Never)` does not throw.
  var throwsAnything: Bool {
    guard let clause = self else { return false }
    return clause.type?.as(IdentifierTypeSyntax.self)?.name.text != "Never"
  }
}

extension Optional<GenericArgumentClauseSyntax> {
  fileprivate func types(_ depth: Int) -> [TypeRef] { self?.arguments.map { $0.lowered(depth) } ?? [] }
}

extension GenericArgumentSyntax {
  func lowered(_ depth: Int = 0) -> TypeRef {
    guard case .type(let type) = argument else { return .unknown }
    return LoweredType(type, depth: depth).type
  }
}

extension TypeSyntax {
  /// `Foo.Bar` without generic arguments, as attributes and extended types name it; empty for other types.
  var qualifiedName: String {
    if let identifier = self.as(IdentifierTypeSyntax.self) { return identifier.name.name }
    switch TypeRef(self) {
    case .named(let path, _): return path.joined(separator: ".")
    case .array: return "Array"
    case .dictionary: return "Dictionary"
    case .optional: return "Optional"
    case .selfType: return "Self"
    default: return ""
    }
  }
}
