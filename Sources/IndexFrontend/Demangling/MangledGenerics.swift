/// Generic parameters, what depends on them, and what is required of them, which is read to know where it ends.
extension Demangler {
  mutating func addGenericParameter(depth: Int, index: Int) -> ID {
    tree.add(MangledTree.Node(kind: .genericParameter, start: Int32(depth), count: Int32(index)))
  }

  mutating func readGenericParameter() throws(Unreadable) -> ID {
    if cursor.skip(UInt8(ascii: "d")) {
      let depth = try cursor.index() + 1
      return addGenericParameter(depth: depth, index: try cursor.index())
    }
    if cursor.skip(UInt8(ascii: "z")) { return addGenericParameter(depth: 0, index: 0) }
    if cursor.skip(UInt8(ascii: "s")) { return tree.add(.unknownType) }
    return addGenericParameter(depth: 0, index: try cursor.index() + 1)
  }

  mutating func readGenericType() throws(Unreadable) -> ID {
    _ = try pop(.signature)
    return try popType()
  }

  /// What begins with `Q`: associated, opaque and pack types.
  mutating func readArchetype() throws(Unreadable) -> ID {
    switch cursor.next() {
    case UInt8(ascii: "a"):
      let name = try pop(.identifier)
      return substitutable(tree.add(.member, try popType(), name))
    case UInt8(ascii: "x"): return try readMember(of: nil)
    case UInt8(ascii: "X"): return try readMemberPath(of: nil)
    case UInt8(ascii: "y"): return try readMember(of: try readGenericParameter())
    case UInt8(ascii: "Y"): return try readMemberPath(of: try readGenericParameter())
    case UInt8(ascii: "z"): return try readMember(of: addGenericParameter(depth: 0, index: 0))
    case UInt8(ascii: "Z"): return try readMemberPath(of: addGenericParameter(depth: 0, index: 0))
    case UInt8(ascii: "r"), UInt8(ascii: "u"): return tree.add(.unknownType)
    case UInt8(ascii: "R"), UInt8(ascii: "U"):
      _ = try cursor.index()
      return tree.add(.unknownType)
    case UInt8(ascii: "O"): return tree.add(.opaqueResultOf, try popContext())
    case UInt8(ascii: "o"):
      _ = try cursor.index()
      _ = try popGenericArguments()
      _ = try pop(.opaqueResultOf)
      return substitutable(tree.add(.unknownType))
    case UInt8(ascii: "p"):
      _ = try popType()
      return tree.add(.expansion, try popType())
    case UInt8(ascii: "e"):
      _ = try cursor.index()
      return tree.add(.expansion, try popType())
    case UInt8(ascii: "P"): return tree.add(MangledTree.Node(kind: .pack), list: try popTypeList())
    default: throw Unreadable()
    }
  }

  private mutating func popMemberName() throws(Unreadable) -> ID {
    if let type = popIf(where: \.isType), tree[type].kind != .protocolType { throw Unreadable() }
    return try pop(.identifier)
  }

  private mutating func popBase(_ base: ID?) throws(Unreadable) -> ID {
    if let base { return base }
    return try popType()
  }

  private mutating func readMember(of base: ID?) throws(Unreadable) -> ID {
    let name = try popMemberName()
    return substitutable(tree.add(.member, try popBase(base), name))
  }

  private mutating func readMemberPath(of base: ID?) throws(Unreadable) -> ID {
    let names = try popList { demangler throws(Unreadable) in try demangler.popMemberName() }
    var type = try popBase(base)
    for name in names { type = tree.add(.member, type, name) }
    return substitutable(type)
  }

  mutating func readSignature(hasCounts: Bool) throws(Unreadable) -> ID {
    while hasCounts, !cursor.skip(UInt8(ascii: "l")) {
      if !cursor.skip(UInt8(ascii: "z")) { _ = try cursor.index() }
    }
    while popIf(.requirement) != nil {}
    return tree.add(.signature)
  }

  /// What begins with `R`: a requirement on a generic parameter, or on a type that depends on one.
  mutating func readRequirement() throws(Unreadable) -> ID {
    switch cursor.next() {
    case UInt8(ascii: "b"), UInt8(ascii: "h"), UInt8(ascii: "s"), UInt8(ascii: "V"):
      _ = try readGenericParameter()
      _ = try popType()
    case UInt8(ascii: "c"), UInt8(ascii: "t"):
      try readConstrainedMember()
      _ = try popType()
    case UInt8(ascii: "C"), UInt8(ascii: "T"):
      try readConstrainedMemberPath()
      _ = try popType()
    case UInt8(ascii: "B"), UInt8(ascii: "S"):
      _ = try popType()
      _ = try popType()
    case UInt8(ascii: "l"):
      _ = try readGenericParameter()
      try readLayout()
    case UInt8(ascii: "m"):
      try readConstrainedMember()
      try readLayout()
    case UInt8(ascii: "M"):
      try readConstrainedMemberPath()
      try readLayout()
    case UInt8(ascii: "L"):
      _ = try popType()
      try readLayout()
    case UInt8(ascii: "p"):
      try readConstrainedMember()
      _ = try popProtocol()
    case UInt8(ascii: "P"):
      try readConstrainedMemberPath()
      _ = try popProtocol()
    case UInt8(ascii: "Q"):
      _ = try popType()
      _ = try popProtocol()
    case UInt8(ascii: "i"):
      _ = try cursor.index()
      _ = try readGenericParameter()
    case UInt8(ascii: "I"):
      _ = try cursor.index()
      _ = try popType()
    case UInt8(ascii: "j"):
      _ = try cursor.index()
      try readConstrainedMember()
    case UInt8(ascii: "J"):
      _ = try cursor.index()
      try readConstrainedMemberPath()
    case UInt8(ascii: "v"): _ = try readGenericParameter()
    default:
      cursor.back()
      _ = try readGenericParameter()
      _ = try popProtocol()
    }
    return tree.add(.requirement)
  }

  private mutating func readConstrainedMember() throws(Unreadable) {
    _ = try readMember(of: try readGenericParameter())
  }

  private mutating func readConstrainedMemberPath() throws(Unreadable) {
    _ = try readMemberPath(of: try readGenericParameter())
  }

  private mutating func readLayout() throws(Unreadable) {
    switch cursor.next() {
    case UInt8(ascii: "E"), UInt8(ascii: "M"):
      _ = try cursor.index()
      _ = try cursor.index()
    case UInt8(ascii: "e"), UInt8(ascii: "m"), UInt8(ascii: "S"): _ = try cursor.index()
    case UInt8(ascii: "N"), UInt8(ascii: "R"), UInt8(ascii: "T"), UInt8(ascii: "C"), UInt8(ascii: "D"),
      UInt8(ascii: "U"), UInt8(ascii: "B"):
      break
    default: throw Unreadable()
    }
  }
}
