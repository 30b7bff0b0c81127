import Model

extension Cursor {
  /// `Module.Type`, `Type<T>`, `T?`, `[T]`, `[K: V]`, `(A, B)`, `any P`, C's `T *`, `Self`, and `_` for one unknown.
  mutating func type(depth: Int = 0) throws(Fault) -> TypeRef {
    guard depth < 16 else { throw Fault(found: "a type nested 16 deep", expected: "a simpler one") }
    var type = try plainType(depth: depth)
    var wrappers = 0
    while let byte = next, wrappers < 16 {
      if byte == UInt8(ascii: "?") {
        type = .optional(type)
      } else if byte == UInt8(ascii: "*") {
        type = .pointer(type)
      } else {
        break
      }
      wrappers += 1
      advance()
      skipSpaces()
    }
    return type
  }

  mutating func types() throws(Fault) -> [TypeRef] {
    var types = [try type()]
    while skip(UInt8(ascii: ",")) { types.append(try type()) }
    return types
  }

  private mutating func plainType(depth: Int) throws(Fault) -> TypeRef {
    if skip(UInt8(ascii: "[")) {
      let element = try type(depth: depth + 1)
      if skip(UInt8(ascii: ":")) {
        let value = try type(depth: depth + 1)
        try close(UInt8(ascii: "]"))
        return .dictionary(key: element, value: value)
      }
      try close(UInt8(ascii: "]"))
      return .array(element)
    }
    if skip(UInt8(ascii: "(")) {
      if skip(UInt8(ascii: ")")) { return .tuple([]) }
      return .tuple(try list(until: UInt8(ascii: ")"), depth: depth))
    }
    if skip(word: "any") || skip(word: "some") { return .existential([try type(depth: depth + 1)]) }
    return try namedType(depth: depth)
  }

  private mutating func namedType(depth: Int) throws(Fault) -> TypeRef {
    let start = peek()
    let name = take { $0.isIdentifier || $0 == UInt8(ascii: ".") }
    let parts = name.parts(between: UInt8(ascii: "."))
    guard parts.allSatisfy({ !$0.isEmpty }) else { throw .found(start, expected: "a type") }
    if next == UInt8(ascii: "<") {
      advance()
      skipSpaces()
      return .named(parts.map(String.init), arguments: try list(until: UInt8(ascii: ">"), depth: depth))
    }
    skipSpaces()
    return name == "_" ? .unknown : name == "Self" ? .selfType : .named(parts.map(String.init))
  }

  private mutating func list(until end: UInt8, depth: Int) throws(Fault) -> [TypeRef] {
    var types = [try type(depth: depth + 1)]
    while skip(UInt8(ascii: ",")) { types.append(try type(depth: depth + 1)) }
    try close(end)
    return types
  }

  private mutating func close(_ byte: UInt8) throws(Fault) {
    guard next == byte else { throw .found(peek(), expected: "\"\(Character(Unicode.Scalar(byte)))\"") }
    advance()
    skipSpaces()
  }
}
