/// The parts of a mangled name. They lie in flat arrays, since tens of thousands of names are read in a run.
struct MangledTree {
  typealias ID = Int32

  static let none: ID = -1

  struct Node {
    var kind: MangledKind
    var flags: MangledFlags = []
    /// What they are stands at the kind; `none` where there is none.
    var a: ID = none
    var b: ID = none
    var c: ID = none
    /// The text in `text`, or the list in `lists`.
    var start: Int32 = 0
    var count: Int32 = 0
  }

  /// More than any real name needs; substitutions let a short name ask for much more.
  private static let mostNodes = 100_000
  private static let mostText = 1 << 20

  private var nodes: [Node] = []
  private var lists: [ID] = []
  /// The name itself, followed by what had to be put together from pieces.
  var text: [UInt8]

  init(text: [UInt8]) {
    self.text = text
    nodes.reserveCapacity(48)
  }

  var isTooLarge: Bool {
    nodes.count > Self.mostNodes || lists.count > Self.mostNodes || text.count > Self.mostText
  }

  subscript(id: ID) -> Node { nodes[Int(id)] }

  mutating func add(_ node: Node) -> ID {
    nodes.append(node)
    return ID(nodes.count - 1)
  }

  mutating func add(_ kind: MangledKind, _ a: ID = none, _ b: ID = none, _ c: ID = none) -> ID {
    add(Node(kind: kind, a: a, b: b, c: c))
  }

  mutating func add(_ kind: MangledKind, text: Range<Int>) -> ID {
    add(Node(kind: kind, start: Int32(text.lowerBound), count: Int32(text.count)))
  }

  mutating func add(_ kind: MangledKind, text: String) -> ID {
    let start = self.text.count
    self.text.append(contentsOf: text.utf8)
    return add(kind, text: start..<self.text.count)
  }

  mutating func add(_ node: Node, list: [ID]) -> ID {
    var node = node
    node.start = Int32(lists.count)
    node.count = Int32(list.count)
    lists.append(contentsOf: list)
    return add(node)
  }

  func list(_ id: ID) -> ArraySlice<ID> {
    let node = self[id]
    return lists[Int(node.start)..<Int(node.start + node.count)]
  }

  func bytes(_ id: ID) -> ArraySlice<UInt8> {
    let node = self[id]
    return text[Int(node.start)..<Int(node.start + node.count)]
  }

  func string(_ id: ID) -> String { String(decoding: bytes(id), as: UTF8.self) }
}

/// What a part is.
enum MangledKind: UInt8 {
  // Names; a: the name that is made local, private or related.
  case identifier, operatorName, localName, privateName, relatedName, module
  // Marks between other parts.
  case emptyList, firstElement, variadic
  // What is said of a function type; a: the type of the error or of the actor.
  case asyncMark, sendableMark, throwsMark, differentiableMark, globalActor, isolatedAny, callerIsolated, sendingResult
  // Generics, of which nothing but their presence matters.
  case signature, requirement, conformanceReference, dependentConformance, concreteConformance, retroactiveConformance
  // Declared types; a: context, b: name.
  case classType, structType, enumType, protocolType, aliasType, otherType
  // a: the generic type; list: the arguments of its innermost level that has any.
  case boundType
  // list: elements.
  case tuple, pack
  // a: parameters, b: result, c: isolation.
  case function
  // start: depth, count: index.
  case genericParameter
  // a: base or none, b: name.
  case member
  // a: type.
  case metatype, inoutType, isolatedType, wrappedType, variadicType, selfType, optional, array, expansion
  // a: key, b: value.
  case dictionary
  // a: superclass or none; list: protocols.
  case existential
  case unknownType
  // Declarations; a: context, b: name or none, c: type or none; list: labels.
  case functionEntity, initializer, allocator, variable, subscriptEntity, genericParameterDeclaration, macro
  // a: context.
  case deinitializer, closure, initialValue
  // a: the variable or subscript.
  case getter, setter, willSet, didSet, read, modify, addressor, mutableAddressor
  // a: the entity.
  case staticEntity, opaqueResultOf
  // a: module, b: the type.
  case extensionContext

  var isName: Bool { self == .identifier || self == .operatorName || isDiscriminated }
  var isDiscriminated: Bool { self == .localName || self == .privateName || self == .relatedName }
  var isDeclaredType: Bool { rawValue >= Self.classType.rawValue && rawValue <= Self.otherType.rawValue }
  var isType: Bool { rawValue >= Self.classType.rawValue && rawValue <= Self.unknownType.rawValue }
  var isEntity: Bool { rawValue >= Self.functionEntity.rawValue && rawValue <= Self.staticEntity.rawValue }
  var isAccessor: Bool { rawValue >= Self.getter.rawValue && rawValue <= Self.mutableAddressor.rawValue }
  var isContext: Bool {
    isDeclaredType || isEntity || self == .module || self == .extensionContext || self == .opaqueResultOf
  }
}

/// What is said of a part beyond its kind.
struct MangledFlags: OptionSet {
  let rawValue: UInt16

  // Of a function type.
  static let isEscaping = MangledFlags(rawValue: 1 << 0)
  static let isAutoclosure = MangledFlags(rawValue: 1 << 1)
  static let isAsync = MangledFlags(rawValue: 1 << 2)
  static let isThrowing = MangledFlags(rawValue: 1 << 3)
  static let isSendable = MangledFlags(rawValue: 1 << 4)
  /// Neither an autoclosure nor a C function: its parameters may have labels.
  static let mayHaveLabels = MangledFlags(rawValue: 1 << 5)
}
