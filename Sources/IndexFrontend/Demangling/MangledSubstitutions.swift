/// Names for what stood in the mangled name before, and for what is known to all.
extension Demangler {
  /// One operator can push many nodes; the mangler itself never repeats one more often.
  private static let mostRepeats = 2048

  /// `AB`, `AbC`, `A3a2B`, `A27_`.
  mutating func readSubstitutions() throws(Unreadable) -> ID {
    while true {
      let number = try cursor.natural()
      let byte = cursor.next()
      if byte == UInt8(ascii: "_") { return try substitution(number.map { $0 + 27 } ?? 26) }
      if byte.isUppercase { return try repeated(number, try substitution(Int(byte - UInt8(ascii: "A")))) }
      guard byte.isLowercase else { throw Unreadable() }
      stack.append(try repeated(number, try substitution(Int(byte - UInt8(ascii: "a")))))
    }
  }

  private func substitution(_ number: Int) throws(Unreadable) -> ID {
    guard number < substitutions.count else { throw Unreadable() }
    return substitutions[number]
  }

  /// All but the last repetition go to the stack.
  private mutating func repeated(_ count: Int?, _ node: ID) throws(Unreadable) -> ID {
    guard let count, count > 1 else { return node }
    guard count <= Self.mostRepeats, stack.count < Self.mostRepeats * 16 else { throw Unreadable() }
    for _ in 1..<count { stack.append(node) }
    return node
  }

  /// `So`, `SC`, `Sg`, `Si`, `S2i`, `ScM`.
  mutating func readStandardSubstitution() throws(Unreadable) -> ID {
    switch cursor.peek {
    case UInt8(ascii: "o"):
      _ = cursor.next()
      return tree.add(.module, text: "__C")
    case UInt8(ascii: "C"):
      _ = cursor.next()
      return tree.add(.module, text: "__C_Synthesized")
    case UInt8(ascii: "g"):
      _ = cursor.next()
      return substitutable(tree.add(.optional, try popType()))
    default:
      let count = try cursor.natural()
      let isOfConcurrency = cursor.skip(UInt8(ascii: "c"))
      let known = isOfConcurrency ? StandardType.concurrency : StandardType.swift
      let letter = cursor.next()
      guard letter < 128, let type = known[Int(letter)] else { throw Unreadable() }
      let module = tree.add(.module, text: isOfConcurrency ? "_Concurrency" : "Swift")
      return try repeated(count, tree.add(type.kind, module, tree.add(.identifier, text: type.name)))
    }
  }
}

/// The types of the standard library that have a name of one letter.
struct StandardType {
  var kind: MangledKind
  var name: String

  /// By letter, of the module `Swift`.
  static let swift = table(
    structs: [
      ("A", "AutoreleasingUnsafeMutablePointer"), ("a", "Array"), ("b", "Bool"), ("D", "Dictionary"), ("d", "Double"),
      ("f", "Float"), ("h", "Set"), ("I", "DefaultIndices"), ("i", "Int"), ("J", "Character"), ("N", "ClosedRange"),
      ("n", "Range"), ("O", "ObjectIdentifier"), ("P", "UnsafePointer"), ("p", "UnsafeMutablePointer"),
      ("R", "UnsafeBufferPointer"), ("r", "UnsafeMutableBufferPointer"), ("S", "String"), ("s", "Substring"),
      ("u", "UInt"), ("V", "UnsafeRawPointer"), ("v", "UnsafeMutableRawPointer"), ("W", "UnsafeRawBufferPointer"),
      ("w", "UnsafeMutableRawBufferPointer"),
    ],
    enums: [("q", "Optional")],
    protocols: [
      ("B", "BinaryFloatingPoint"), ("E", "Encodable"), ("e", "Decodable"), ("F", "FloatingPoint"),
      ("G", "RandomNumberGenerator"), ("H", "Hashable"), ("j", "Numeric"), ("K", "BidirectionalCollection"),
      ("k", "RandomAccessCollection"), ("L", "Comparable"), ("l", "Collection"), ("M", "MutableCollection"),
      ("m", "RangeReplaceableCollection"), ("Q", "Equatable"), ("T", "Sequence"), ("t", "IteratorProtocol"),
      ("U", "UnsignedInteger"), ("X", "RangeExpression"), ("x", "Strideable"), ("Y", "RawRepresentable"),
      ("y", "StringProtocol"), ("Z", "SignedInteger"), ("z", "BinaryInteger"),
    ])

  /// By letter, of the module `_Concurrency`.
  static let concurrency = table(
    structs: [
      ("C", "CheckedContinuation"), ("c", "UnsafeContinuation"), ("E", "CancellationError"),
      ("e", "UnownedSerialExecutor"), ("G", "TaskGroup"), ("g", "ThrowingTaskGroup"), ("J", "UnownedJob"),
      ("P", "TaskPriority"), ("S", "AsyncStream"), ("s", "AsyncThrowingStream"), ("T", "Task"),
      ("t", "UnsafeCurrentTask"),
    ],
    classes: [("M", "MainActor")],
    protocols: [
      ("A", "Actor"), ("F", "Executor"), ("f", "SerialExecutor"), ("h", "TaskExecutor"), ("I", "AsyncIteratorProtocol"),
      ("i", "AsyncSequence"),
    ])

  private typealias Entry = (letter: Unicode.Scalar, name: String)

  private static func table(
    structs: [Entry], classes: [Entry] = [], enums: [Entry] = [], protocols: [Entry]
  ) -> [StandardType?] {
    var table = [StandardType?](repeating: nil, count: 128)
    for (kind, entries) in [
      (MangledKind.structType, structs), (.classType, classes), (.enumType, enums), (.protocolType, protocols),
    ] {
      for entry in entries { table[Int(entry.letter.value)] = StandardType(kind: kind, name: entry.name) }
    }
    return table
  }
}
