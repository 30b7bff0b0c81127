/// Takes a mangled name apart. The mangling is postfix: every operator takes what it is about from a stack and puts the
/// result there, so reading needs no recursion however deep the types in a name nest.
struct Demangler {
  typealias ID = MangledTree.ID

  var cursor: MangledCursor
  var tree: MangledTree
  var stack: [ID] = []
  var substitutions: [ID] = []
  /// Pieces of identifiers that later identifiers may refer to.
  var words: [Range<Int>] = []

  /// `name` is what follows `s:` or `$s`.
  init(_ name: [UInt8], from start: Int) {
    cursor = MangledCursor(name, from: start)
    tree = MangledTree(text: name)
    stack.reserveCapacity(24)
    substitutions.reserveCapacity(32)
  }

  /// The declaration or type that the whole name stands for.
  mutating func demangle() throws(Unreadable) -> ID {
    while !cursor.isAtEnd {
      let node = try readOperator()
      stack.append(node)
      guard !tree.isTooLarge else { throw Unreadable() }
    }
    guard stack.count == 1 else { throw Unreadable() }
    return stack[0]
  }

  private mutating func readOperator() throws(Unreadable) -> ID {
    switch cursor.next() {
    case UInt8(ascii: "A"): return try readSubstitutions()
    case UInt8(ascii: "B"): return try readBuiltinType()
    case UInt8(ascii: "C"): return try readDeclaredType(.classType)
    case UInt8(ascii: "E"): return try readExtension()
    case UInt8(ascii: "F"): return try readFunction()
    case UInt8(ascii: "G"): return try readBoundType()
    case UInt8(ascii: "H"): return try readConformance()
    case UInt8(ascii: "K"): return tree.add(.throwsMark)
    case UInt8(ascii: "L"): return try readDiscriminatedName()
    case UInt8(ascii: "O"): return try readDeclaredType(.enumType)
    case UInt8(ascii: "P"): return try readDeclaredType(.protocolType)
    case UInt8(ascii: "Q"): return try readArchetype()
    case UInt8(ascii: "R"): return try readRequirement()
    case UInt8(ascii: "S"): return try readStandardSubstitution()
    case UInt8(ascii: "V"): return try readDeclaredType(.structType)
    case UInt8(ascii: "X"): return try readSpecialType()
    case UInt8(ascii: "Y"): return try readAnnotation()
    case UInt8(ascii: "Z"): return tree.add(.staticEntity, try pop(where: \.isEntity))
    case UInt8(ascii: "a"): return try readDeclaredType(.aliasType)
    case UInt8(ascii: "c"): return try readFunctionType([.isEscaping, .mayHaveLabels])
    case UInt8(ascii: "d"): return tree.add(.variadic)
    case UInt8(ascii: "f"): return try readFunctionEntity()
    case UInt8(ascii: "g"): return try readRetroactiveConformance()
    case UInt8(ascii: "h"), UInt8(ascii: "n"): return tree.add(.wrappedType, try popType())
    case UInt8(ascii: "i"): return try readSubscript()
    case UInt8(ascii: "l"): return try readSignature(hasCounts: false)
    case UInt8(ascii: "m"): return tree.add(.metatype, try popType())
    case UInt8(ascii: "o"): return try readOperatorName()
    case UInt8(ascii: "p"): return try readExistential()
    case UInt8(ascii: "q"): return try readGenericParameter()
    case UInt8(ascii: "r"): return try readSignature(hasCounts: true)
    case UInt8(ascii: "s"): return tree.add(.module, text: "Swift")
    case UInt8(ascii: "t"): return try readTuple()
    case UInt8(ascii: "u"): return try readGenericType()
    case UInt8(ascii: "v"): return try readVariable()
    case UInt8(ascii: "x"): return addGenericParameter(depth: 0, index: 0)
    case UInt8(ascii: "y"): return tree.add(.emptyList)
    case UInt8(ascii: "z"): return tree.add(.inoutType, try popType())
    case UInt8(ascii: "_"): return tree.add(.firstElement)
    case UInt8(ascii: "$"): return try readIntegerType()
    case let byte where byte.isDigit:
      cursor.back()
      return try readIdentifier()
    default: throw Unreadable()
    }
  }
}

/// The stack.
extension Demangler {
  var top: MangledKind? { stack.last.map { tree[$0].kind } }

  mutating func popIf(_ kind: MangledKind) -> ID? { top == kind ? stack.removeLast() : nil }

  mutating func popIf(where fits: (MangledKind) -> Bool) -> ID? {
    guard let top, fits(top) else { return nil }
    return stack.removeLast()
  }

  mutating func pop(_ kind: MangledKind) throws(Unreadable) -> ID {
    guard let node = popIf(kind) else { throw Unreadable() }
    return node
  }

  mutating func pop(where fits: (MangledKind) -> Bool) throws(Unreadable) -> ID {
    guard let node = popIf(where: fits) else { throw Unreadable() }
    return node
  }

  mutating func popType() throws(Unreadable) -> ID { try pop(where: \.isType) }
  mutating func popName() throws(Unreadable) -> ID { try pop(where: \.isName) }

  mutating func popModule() -> ID? {
    if let name = popIf(.identifier) {
      let node = tree[name]
      return tree.add(.module, text: Int(node.start)..<Int(node.start + node.count))
    }
    return popIf(.module)
  }

  mutating func popContext() throws(Unreadable) -> ID {
    if let module = popModule() { return module }
    return try pop(where: \.isContext)
  }

  /// A list in front of an operator: an empty-list mark, or elements of which the first is followed by a mark.
  mutating func popList(_ popElement: (inout Demangler) throws(Unreadable) -> ID) throws(Unreadable) -> [ID] {
    if popIf(.emptyList) != nil { return [] }
    var elements: [ID] = []
    var isFirst = false
    while !isFirst {
      isFirst = popIf(.firstElement) != nil
      elements.append(try popElement(&self))
    }
    elements.reverse()
    return elements
  }

  /// What can be named again by its number.
  mutating func substitutable(_ node: ID) -> ID {
    substitutions.append(node)
    return node
  }
}
