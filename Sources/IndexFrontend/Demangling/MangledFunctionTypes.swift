/// Function types, whose attributes stand between their parameters and the operator.
extension Demangler {
  /// What begins with `Y`.
  mutating func readAnnotation() throws(Unreadable) -> ID {
    switch cursor.next() {
    case UInt8(ascii: "a"): return tree.add(.asyncMark)
    case UInt8(ascii: "b"): return tree.add(.sendableMark)
    case UInt8(ascii: "K"): return tree.add(.throwsMark, try popType())
    case UInt8(ascii: "c"): return tree.add(.globalActor, try popType())
    case UInt8(ascii: "A"): return tree.add(.isolatedAny)
    case UInt8(ascii: "C"): return tree.add(.callerIsolated)
    case UInt8(ascii: "T"): return tree.add(.sendingResult)
    case UInt8(ascii: "i"): return tree.add(.isolatedType, try popType())
    case UInt8(ascii: "g"), UInt8(ascii: "k"), UInt8(ascii: "t"), UInt8(ascii: "u"):
      return tree.add(.wrappedType, try popType())
    case UInt8(ascii: "j"):
      guard cursor.next().isLowercase else { throw Unreadable() }
      return tree.add(.differentiableMark)
    default: throw Unreadable()
    }
  }

  mutating func readFunctionType(_ flags: MangledFlags) throws(Unreadable) -> ID {
    var function = MangledTree.Node(kind: .function, flags: flags)
    _ = popIf(.sendingResult)
    let isolations: (MangledKind) -> Bool = { $0 == .globalActor || $0 == .isolatedAny || $0 == .callerIsolated }
    function.c = popIf(where: isolations) ?? MangledTree.none
    _ = popIf(.differentiableMark)
    if let mark = popIf(.throwsMark), !throwsNothing(mark) { function.flags.insert(.isThrowing) }
    if popIf(.sendableMark) != nil { function.flags.insert(.isSendable) }
    if popIf(.asyncMark) != nil { function.flags.insert(.isAsync) }
    function.a = try popTypeOrNothing()
    function.b = try popTypeOrNothing()
    return tree.add(function)
  }

  /// `throws(Never)`.
  private func throwsNothing(_ mark: ID) -> Bool {
    let error = tree[mark].a
    guard error != MangledTree.none, tree[error].kind == .enumType else { return false }
    let never = tree[error]
    return tree.bytes(never.a).elementsEqual("Swift".utf8) && tree.bytes(never.b).elementsEqual("Never".utf8)
  }

  private mutating func popTypeOrNothing() throws(Unreadable) -> ID {
    popIf(.emptyList) == nil ? try popType() : MangledTree.none
  }

  /// The C type that the compiler adds says nothing more.
  mutating func readForeignFunctionType() throws(Unreadable) -> ID {
    let representation = cursor.next()
    guard let count = try cursor.natural() else { throw Unreadable() }
    _ = try cursor.take(count)
    switch representation {
    case UInt8(ascii: "B"): return try readFunctionType([])
    case UInt8(ascii: "C"): return try readFunctionType(.isEscaping)
    default: throw Unreadable()
    }
  }

  /// The argument labels in front of a declaration's type; empty where none is written.
  mutating func popLabels(of type: ID) throws(Unreadable) -> [ID] {
    if popIf(.emptyList) != nil { return [] }
    guard let function = signature(of: type), tree[function].flags.contains(.mayHaveLabels) else { return [] }
    var labels: [ID] = []
    for _ in 0..<parameterCount(of: function) {
      labels.append(try pop { $0 == .identifier || $0 == .firstElement })
    }
    labels.reverse()
    return labels
  }

  private func signature(of type: ID) -> ID? { tree[type].kind == .function ? type : nil }

  private func parameterCount(of function: ID) -> Int {
    let parameters = tree[function].a
    guard parameters != MangledTree.none else { return 0 }
    return tree[parameters].kind == .tuple ? Int(tree[parameters].count) : 1
  }
}
