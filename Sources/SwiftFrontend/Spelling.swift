import SwiftSyntax

extension TokenSyntax {
  /// The name without backticks.
  var name: String {
    let text = text
    guard text.utf8.first == UInt8(ascii: "`"), text.utf8.count > 2 else { return text }
    return String(text.dropFirst().dropLast())
  }

  var isWildcard: Bool { tokenKind == .wildcard }
}

extension String {
  /// `Foo`, `_Foo`: by convention a type.
  var isCapitalised: Bool {
    for byte in utf8 where byte != UInt8(ascii: "_") {
      return byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
    }
    return false
  }
}
