/// Functions, variables and what belongs to them.
extension Demangler {
  mutating func readExtension() throws(Unreadable) -> ID {
    _ = popIf(.signature)
    guard let module = popModule() else { throw Unreadable() }
    return tree.add(.extensionContext, module, try pop(where: \.isDeclaredType))
  }

  mutating func readFunction() throws(Unreadable) -> ID {
    _ = popIf(.signature)
    let type = try readFunctionType([.isEscaping, .mayHaveLabels])
    return try readNamed(.functionEntity, type: type)
  }

  mutating func readVariable() throws(Unreadable) -> ID {
    try readAccessor(of: try readNamed(.variable, type: try popType()))
  }

  mutating func readSubscript() throws(Unreadable) -> ID {
    try readAccessor(of: try readUnnamed(.subscriptEntity))
  }

  /// `name labels type`.
  private mutating func readNamed(_ kind: MangledKind, type: ID) throws(Unreadable) -> ID {
    let labels = try popLabels(of: type)
    let name = try popName()
    return tree.add(MangledTree.Node(kind: kind, a: try popContext(), b: name, c: type), list: labels)
  }

  /// `labels type discriminator?`.
  private mutating func readUnnamed(_ kind: MangledKind) throws(Unreadable) -> ID {
    _ = popIf(.privateName)
    let type = try popType()
    let labels = try popLabels(of: type)
    return tree.add(MangledTree.Node(kind: kind, a: try popContext(), c: type), list: labels)
  }

  private mutating func readAccessor(of storage: ID) throws(Unreadable) -> ID {
    switch cursor.next() {
    case UInt8(ascii: "p"): return storage
    case UInt8(ascii: "g"), UInt8(ascii: "G"): return tree.add(.getter, storage)
    case UInt8(ascii: "s"): return tree.add(.setter, storage)
    case UInt8(ascii: "w"): return tree.add(.willSet, storage)
    case UInt8(ascii: "W"): return tree.add(.didSet, storage)
    case UInt8(ascii: "r"), UInt8(ascii: "y"), UInt8(ascii: "b"): return tree.add(.read, storage)
    case UInt8(ascii: "m"), UInt8(ascii: "M"), UInt8(ascii: "x"), UInt8(ascii: "z"): return tree.add(.modify, storage)
    case UInt8(ascii: "a"):
      _ = cursor.next()
      return tree.add(.mutableAddressor, storage)
    case UInt8(ascii: "l"):
      _ = cursor.next()
      return tree.add(.addressor, storage)
    default: throw Unreadable()
    }
  }

  /// What begins with `f`.
  mutating func readFunctionEntity() throws(Unreadable) -> ID {
    switch cursor.next() {
    case UInt8(ascii: "C"): return try readUnnamed(.allocator)
    case UInt8(ascii: "c"): return try readUnnamed(.initializer)
    case UInt8(ascii: "D"), UInt8(ascii: "d"), UInt8(ascii: "Z"), UInt8(ascii: "E"):
      return tree.add(.deinitializer, try popContext())
    case UInt8(ascii: "i"), UInt8(ascii: "P"), UInt8(ascii: "W"), UInt8(ascii: "F"), UInt8(ascii: "e"):
      return tree.add(.initialValue, try popContext())
    case UInt8(ascii: "A"):
      _ = try cursor.index()
      return tree.add(.initialValue, try popContext())
    case UInt8(ascii: "U"), UInt8(ascii: "u"):
      _ = try cursor.index()
      let type = try popType()
      return tree.add(.closure, try popContext(), MangledTree.none, type)
    case UInt8(ascii: "p"): return try readNamed(.genericParameterDeclaration, type: try popType())
    case UInt8(ascii: "m"):
      _ = popIf(.signature)
      return try readNamed(.macro, type: try popType())
    default: throw Unreadable()
    }
  }
}
