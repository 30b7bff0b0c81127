import Model

/// Reads `Module.Type.member(label:_:)` and C's `function` and `record.field`, with `{a,b}` for either name.
struct SymbolParser {
  var language: Summary.Language

  func parse(_ text: Substring) throws(Fault) -> [FactSymbol] {
    guard text.utf8.contains(UInt8(ascii: "{")) || text.utf8.contains(UInt8(ascii: "}")) else {
      return [try symbol(text)]
    }
    var symbols: [FactSymbol] = []
    for spelling in try Self.alternatives(in: text) { symbols.append(try symbol(Substring(spelling))) }
    return symbols
  }

  private func symbol(_ text: Substring) throws(Fault) -> FactSymbol {
    switch language {
    case .c: try cSymbol(text)
    case .swift: try swiftSymbol(text)
    }
  }

  private func cSymbol(_ text: Substring) throws(Fault) -> FactSymbol {
    let parts = text.parts(between: UInt8(ascii: "."))
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isIdentifier) }) else {
      throw .found(text, expected: "a C function, or record.field")
    }
    return FactSymbol(
      language: .c, module: "", path: parts.count == 2 ? [String(parts[0])] : [], name: String(parts[parts.count - 1]),
      labels: .none)
  }

  private func swiftSymbol(_ text: Substring) throws(Fault) -> FactSymbol {
    let open = text.utf8.firstIndex(of: UInt8(ascii: "("))
    let parts = text[..<(open ?? text.endIndex)].parts(between: UInt8(ascii: "."))
    guard parts.count >= 2, parts.allSatisfy(Self.isName) else {
      throw .found(text, expected: "Module.Type.member(label:_:), with the module that declares it")
    }
    return FactSymbol(
      language: .swift, module: String(parts[0]), path: parts[1..<(parts.count - 1)].map(String.init),
      name: String(parts[parts.count - 1]),
      labels: try open.map { index throws(Fault) in try Self.labels(text[index...]) } ?? .none)
  }

  private static func isName(_ part: Substring) -> Bool {
    !part.isEmpty && (part.utf8.allSatisfy(\.isIdentifier) || part.utf8.allSatisfy(\.isOperator))
  }

  /// `(a:_:b?:)` or `(...)`.
  private static func labels(_ text: Substring) throws(Fault) -> FactSymbol.Labels {
    if text == "(...)" { return .any }
    guard text.utf8.last == UInt8(ascii: ")") else { throw .found(text, expected: "a closing parenthesis") }
    let inner = text.dropFirst().dropLast()
    guard !inner.isEmpty else { return .list([]) }
    guard inner.utf8.last == UInt8(ascii: ":") else { throw .found(text, expected: "a colon after each label") }
    var labels: [FactSymbol.Label] = []
    for part in inner.dropLast().parts(between: UInt8(ascii: ":")) {
      let isOptional = part.utf8.last == UInt8(ascii: "?")
      let name = isOptional ? part.dropLast() : part
      guard !name.isEmpty, name.utf8.allSatisfy(\.isIdentifier) else {
        throw .found(part.isEmpty ? ":" : part, expected: "a label, or _ for an argument without one")
      }
      labels.append(.init(name: name == "_" ? nil : String(name), isOptional: isOptional))
    }
    return .list(labels)
  }

  /// Every spelling that `{a,b}` stands for; several braces multiply.
  static func alternatives(in text: Substring) throws(Fault) -> [String] {
    var spellings = [""]
    var rest = text
    while let open = rest.utf8.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) {
      guard rest.utf8[open] == UInt8(ascii: "{"), let close = rest.utf8[open...].firstIndex(of: UInt8(ascii: "}"))
      else {
        throw .found(text, expected: "alternatives as {a,b}")
      }
      let names = rest[rest.utf8.index(after: open)..<close].parts(between: UInt8(ascii: ","))
      guard names.count >= 2, names.allSatisfy({ !$0.utf8.contains(UInt8(ascii: "{")) }),
        Set(names).count == names.count
      else { throw .found(text, expected: "two or more different alternatives, as {a,b}") }
      let before = rest[..<open]
      spellings = spellings.flatMap { spelling in names.map { spelling + before + $0 } }
      guard spellings.count <= 256 else { throw .found(text, expected: "at most 256 alternatives in one line") }
      rest = rest[rest.utf8.index(after: close)...]
    }
    return spellings.map { $0 + rest }
  }
}
