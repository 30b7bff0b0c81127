/// Conformances, which a generic argument names when another module than the type's or the protocol's declares them.
extension Demangler {
  /// What begins with `H`.
  mutating func readConformance() throws(Unreadable) -> ID {
    switch cursor.next() {
    case UInt8(ascii: "P"), UInt8(ascii: "p"):
      _ = try popProtocol()
      return tree.add(.conformanceReference)
    case UInt8(ascii: "C"):
      try popConformances()
      if popIf(.conformanceReference) == nil {
        guard popModule() != nil else { throw Unreadable() }
        _ = try popProtocol()
      }
      _ = try popType()
      return tree.add(.concreteConformance)
    case UInt8(ascii: "D"):
      _ = try cursor.index()
      _ = try popProtocol()
      _ = try popType()
    case UInt8(ascii: "I"):
      _ = try cursor.index()
      _ = try popProtocol()
      _ = try pop(.dependentConformance)
    case UInt8(ascii: "A"):
      _ = try cursor.index()
      _ = try popProtocol()
      _ = try popType()
      _ = try pop(.dependentConformance)
    case UInt8(ascii: "O"):
      _ = try popType()
      _ = try pop(.dependentConformance)
    case UInt8(ascii: "X"):
      try popConformances()
      return tree.add(.concreteConformance)
    default: throw Unreadable()
    }
    return tree.add(.dependentConformance)
  }

  mutating func readRetroactiveConformance() throws(Unreadable) -> ID {
    _ = try cursor.index()
    _ = try popConformance()
    return tree.add(.retroactiveConformance)
  }

  private mutating func popConformance() throws(Unreadable) -> ID {
    try pop { $0 == .dependentConformance || $0 == .concreteConformance }
  }

  private mutating func popConformances() throws(Unreadable) {
    _ = try popList { demangler throws(Unreadable) in try demangler.popConformance() }
  }
}
