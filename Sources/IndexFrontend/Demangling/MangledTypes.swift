/// Types other than functions and generic parameters.
extension Demangler {
  mutating func readDeclaredType(_ kind: MangledKind) throws(Unreadable) -> ID {
    let name = try popName()
    return substitutable(tree.add(kind, try popContext(), name))
  }

  /// `y…_…G`: one list of arguments for each generic type around, the outermost first.
  mutating func readBoundType() throws(Unreadable) -> ID {
    let arguments = try popGenericArguments()
    let generic = try pop(where: \.isDeclaredType)
    return substitutable(tree.add(MangledTree.Node(kind: .boundType, a: generic), list: arguments))
  }

  /// The arguments of the innermost level that has any.
  mutating func popGenericArguments() throws(Unreadable) -> [ID] {
    while popIf(.retroactiveConformance) != nil {}
    var innermost: [ID] = []
    while true {
      var level: [ID] = []
      while let argument = popIf(where: \.isType) { level.append(argument) }
      if innermost.isEmpty { innermost = level.reversed() }
      if popIf(.emptyList) != nil { return innermost }
      guard popIf(.firstElement) != nil else { throw Unreadable() }
    }
  }

  mutating func readTuple() throws(Unreadable) -> ID {
    let elements = try popList { demangler throws(Unreadable) in
      let isVariadic = demangler.popIf(.variadic) != nil
      _ = demangler.popIf(.identifier)
      let type = try demangler.popType()
      return isVariadic ? demangler.tree.add(.variadicType, type) : type
    }
    return tree.add(MangledTree.Node(kind: .tuple), list: elements)
  }

  mutating func popTypeList() throws(Unreadable) -> [ID] {
    try popList { demangler throws(Unreadable) in try demangler.popType() }
  }

  mutating func popProtocol() throws(Unreadable) -> ID {
    if let type = popIf(where: \.isType) {
      guard tree[type].kind == .protocolType else { throw Unreadable() }
      return type
    }
    let name = try popName()
    return tree.add(.protocolType, try popContext(), name)
  }

  mutating func readExistential(superclass: ID = MangledTree.none) throws(Unreadable) -> ID {
    let protocols = try popList { demangler throws(Unreadable) in try demangler.popProtocol() }
    return tree.add(MangledTree.Node(kind: .existential, a: superclass), list: protocols)
  }

  mutating func readBuiltinType() throws(Unreadable) -> ID {
    switch cursor.next() {
    case UInt8(ascii: "f"), UInt8(ascii: "i"): _ = try cursor.index()
    case UInt8(ascii: "v"):
      _ = try cursor.index()
      _ = try popType()
    case UInt8(ascii: "V"):
      _ = try popType()
      _ = try popType()
    case let byte where byte.isLowercase || byte.isUppercase: break
    default: throw Unreadable()
    }
    return tree.add(.unknownType)
  }

  mutating func readIntegerType() throws(Unreadable) -> ID {
    _ = cursor.skip(UInt8(ascii: "n"))
    _ = try cursor.index()
    return tree.add(.unknownType)
  }

  /// What begins with `X`.
  mutating func readSpecialType() throws(Unreadable) -> ID {
    switch cursor.next() {
    case UInt8(ascii: "E"): return try readFunctionType(.mayHaveLabels)
    case UInt8(ascii: "A"): return try readFunctionType([.isEscaping, .isAutoclosure])
    case UInt8(ascii: "K"): return try readFunctionType(.isAutoclosure)
    case UInt8(ascii: "B"): return try readFunctionType([])
    case UInt8(ascii: "C"), UInt8(ascii: "L"), UInt8(ascii: "O"), UInt8(ascii: "U"), UInt8(ascii: "f"):
      return try readFunctionType(.isEscaping)
    case UInt8(ascii: "z"): return try readForeignFunctionType()
    case UInt8(ascii: "D"): return tree.add(.selfType, try popType())
    case UInt8(ascii: "M"), UInt8(ascii: "m"):
      _ = cursor.next()
      return tree.add(.metatype, try popType())
    case UInt8(ascii: "p"): return tree.add(.metatype, try popType())
    case UInt8(ascii: "b"), UInt8(ascii: "o"), UInt8(ascii: "u"), UInt8(ascii: "w"):
      return tree.add(.wrappedType, try popType())
    case UInt8(ascii: "c"):
      let superclass = try popType()
      return try readExistential(superclass: superclass)
    case UInt8(ascii: "l"): return try readExistential()
    case UInt8(ascii: "P"): return try readConstrainedExistential()
    case UInt8(ascii: "Y"): return try readDeclaredType(.otherType)
    case UInt8(ascii: "e"): return tree.add(.unknownType)
    case UInt8(ascii: "S"): return try readSugaredType()
    default: throw Unreadable()
    }
  }

  private mutating func readConstrainedExistential() throws(Unreadable) -> ID {
    _ = try popList { demangler throws(Unreadable) in try demangler.pop(.requirement) }
    return try popType()
  }

  private mutating func readSugaredType() throws(Unreadable) -> ID {
    switch cursor.next() {
    case UInt8(ascii: "q"): return tree.add(.optional, try popType())
    case UInt8(ascii: "a"): return tree.add(.array, try popType())
    case UInt8(ascii: "p"): return tree.add(.wrappedType, try popType())
    case UInt8(ascii: "D"):
      let value = try popType()
      return tree.add(.dictionary, try popType(), value)
    case UInt8(ascii: "A"):
      let element = try popType()
      _ = try popType()
      return tree.add(.array, element)
    default: throw Unreadable()
    }
  }
}
