import Model
import SwiftSyntax

extension IntegerLiteralExprSyntax {
  var value: Int64? {
    var digits = literal.text.filter { $0 != "_" }[...]
    var radix = 10
    for (prefix, base) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
      digits = digits.dropFirst(2)
      radix = base
    }
    return Int64(digits, radix: radix)
  }
}

extension StringLiteralExprSyntax {
  /// The text of a literal without interpolation, escapes left as they are.
  var plainText: String? {
    var text = ""
    for segment in segments {
      guard case .stringSegment(let segment) = segment else { return nil }
      text += segment.content.text
    }
    return text
  }
}

extension ExprSyntax {
  /// The type that an expression spells: `Foo<Bar>`, `Foo.Bar`, `[Int]`; nil when it is a value as far as spelling tells.
  var spelledType: TypeRef? { spelledType(depth: 0) }

  private func spelledType(depth: Int) -> TypeRef? {
    guard depth < 20 else { return nil }
    switch self.as(ExprSyntaxEnum.self) {
    case .declReferenceExpr(let reference):
      if reference.baseName.tokenKind == .keyword(.Self) { return .selfType }
      let name = reference.baseName.name
      return name.isCapitalised && reference.argumentNames == nil ? .named([name]) : nil
    case .memberAccessExpr(let member):
      let name = member.declName.baseName.name
      guard name.isCapitalised, let base = member.base else { return nil }
      // `Module.Type`: a module may have any name.
      if let module = base.as(DeclReferenceExprSyntax.self), module.baseName.tokenKind != .keyword(.self) {
        return TypeRef.named([name]).qualified(by: .named([module.baseName.name]))
      }
      return base.spelledType(depth: depth + 1).map { TypeRef.named([name]).qualified(by: $0) }
    case .genericSpecializationExpr(let specialised):
      guard case .named(let path, _) = specialised.expression.spelledType(depth: depth + 1) else { return nil }
      return .named(path, arguments: specialised.genericArgumentClause.arguments.map { $0.lowered() })
    case .optionalChainingExpr(let chain): return chain.expression.spelledType(depth: depth + 1).map { .optional($0) }
    case .arrayExpr(let array):
      guard array.elements.count == 1 else { return nil }
      return array.elements.first?.expression.spelledType(depth: depth + 1).map { .array($0) }
    case .dictionaryExpr(let dictionary):
      guard case .elements(let elements) = dictionary.content, elements.count == 1, let element = elements.first,
        let key = element.key.spelledType(depth: depth + 1), let value = element.value.spelledType(depth: depth + 1)
      else { return nil }
      return .dictionary(key: key, value: value)
    case .typeExpr(let type): return TypeRef(type.type)
    default: return nil
    }
  }
}
