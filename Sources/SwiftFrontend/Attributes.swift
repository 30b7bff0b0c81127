import Model
import SwiftSyntax

/// What the attributes and modifiers of a declaration say.
struct Attributes {
  var isolation = Isolation.unspecified
  /// Attributes with a capital: global actors, property wrappers, result builders, macros.
  var types: [TypeRef] = []
  var statement: Statement?
  var isGlobalActor = false
  var isPropertyWrapper = false
  var inheritsContext = false
  var isStatic = false
  var isOverride = false
  var isFileLocal = false
  var isPublic = false
  /// Some access is stated, so that what is around the declaration does not decide it.
  var statesAccess = false
  var isLazy = false
  var isAsync = false
  var isIsolated = false
  /// What `@_cdecl` and `@c` call the function in C; empty when its own name serves.
  var exportedName: String?
  /// `@_spi`: only who asks for it by name can use it.
  private var isForFriends = false
  private var actors: [String] = []

  init(_ attributes: AttributeListSyntax, _ modifiers: DeclModifierListSyntax? = nil) {
    add(attributes)
    if let actor = actors.first(where: { $0.hasSuffix("Actor") }) ?? actors.first { isolation = .globalActor(actor) }
    for modifier in modifiers ?? [] { add(modifier) }
    if isForFriends { isPublic = false }
  }

  private mutating func add(_ attributes: AttributeListSyntax) {
    for element in attributes {
      switch element {
      case .attribute(let attribute): add(attribute)
      case .ifConfigDecl(let config):
        for clause in config.clauses {
          if case .attributes(let attributes) = clause.elements { add(attributes) }
        }
      }
    }
  }

  private mutating func add(_ attribute: AttributeSyntax) {
    let name = attribute.attributeName.qualifiedName
    switch name {
    case "concurrent": actors = []; isolation = .concurrent
    case "nonisolated": isolation = .nonisolated
    case "globalActor": isGlobalActor = true
    case "propertyWrapper": isPropertyWrapper = true
    case "_inheritActorContext": inheritsContext = true
    case "available", "_unavailableFromAsync": statement = statement ?? attribute.unavailableFromAsync
    case "_spi": isForFriends = true; statesAccess = true
    case "Sendable": break
    case "_cdecl", "c": exportedName = attribute.firstName ?? ""
    default:
      // `@Foundation.Lock` starts with a capital as well.
      guard name.isCapitalised else { return }
      actors.append(name)
      types.append(TypeRef(attribute.attributeName))
    }
  }

  private mutating func add(_ modifier: DeclModifierSyntax) {
    guard case .keyword(let keyword) = modifier.name.tokenKind else { return }
    switch keyword {
    case .static, .class: isStatic = true
    case .override: isOverride = true
    // `private(set)` hides the setter only.
    case .private, .fileprivate, .internal, .package, .public, .open:
      guard modifier.detail == nil else { return }
      statesAccess = true
      isFileLocal = keyword == .private || keyword == .fileprivate
      isPublic = keyword == .public || keyword == .open
    case .lazy: isLazy = true
    case .async: isAsync = true
    case .isolated: isIsolated = true
    case .nonisolated:
      isolation = modifier.detail?.detail.text == "nonsending" ? .nonisolatedNonsending : .nonisolated
    default: break
    }
  }
}

extension AttributeSyntax {
  /// `@_cdecl("name")`, `@c(name)`.
  fileprivate var firstName: String? {
    guard case .argumentList(let arguments) = arguments, let first = arguments.first?.expression else { return nil }
    return first.as(StringLiteralExprSyntax.self)?.plainText ?? first.as(DeclReferenceExprSyntax.self)?.baseName.name
  }

  /// `@available(*, noasync, message: "…")`, `@_unavailableFromAsync(message: "…")`.
  fileprivate var unavailableFromAsync: Statement? {
    switch arguments {
    case .availability(let arguments):
      var isNoasync = attributeName.qualifiedName == "_unavailableFromAsync"
      var message: String?
      for argument in arguments {
        switch argument.argument {
        case .token(let token): isNoasync = isNoasync || token.text == "noasync"
        case .availabilityLabeledArgument(let labelled):
          if labelled.label.text == "message", case .string(let string) = labelled.value {
            message = string.segments.map(\.content.text).joined()
          }
        case .availabilityVersionRestriction: break
        }
      }
      return isNoasync ? .unavailableFromAsync(message: message) : nil
    case .argumentList(let arguments):
      guard attributeName.qualifiedName == "_unavailableFromAsync" else { return nil }
      let literal = arguments.first { $0.label?.text == "message" }?.expression.as(StringLiteralExprSyntax.self)
      return .unavailableFromAsync(message: literal?.plainText)
    default: return attributeName.qualifiedName == "_unavailableFromAsync" ? .unavailableFromAsync(message: nil) : nil
    }
  }
}
