import Model

/// Reads the types in a tree as the source would spell them, with their modules.
struct MangledTypeReader {
  /// Substitutions make a tree a graph, whose types written out can be many times longer than the name.
  private static let mostTypes = 2000
  private static let deepest = 64

  private let tree: MangledTree
  private var typesLeft = Self.mostTypes
  private var depth = 0
  /// The first generic parameter is `Self`: the declaration belongs to a protocol.
  var hasSelf = false

  init(tree: MangledTree) { self.tree = tree }

  mutating func read(_ type: MangledTree.ID) -> TypeRef {
    guard type != MangledTree.none else { return .tuple([]) }
    guard typesLeft > 0, depth < Self.deepest else { return .unknown }
    typesLeft -= 1
    depth += 1
    defer { depth -= 1 }
    let node = tree[type]
    switch node.kind {
    case .optional: return .optional(read(node.a))
    case .array, .variadicType: return .array(read(node.a))
    case .dictionary: return .dictionary(key: read(node.a), value: read(node.b))
    case .tuple, .pack: return .tuple(tree.list(type).map { read($0) })
    case .metatype: return .metatype(read(node.a))
    case .inoutType, .isolatedType, .wrappedType, .expansion: return read(node.a)
    case .selfType: return .selfType
    case .genericParameter: return hasSelf && node.start == 0 && node.count == 0 ? .selfType : .unknown
    case .function: return .function(function(node))
    case .existential: return existential(type)
    case .boundType: return bound(type)
    case .protocolType: return .existential([named(type, [])])
    case let kind where kind.isDeclaredType: return named(type, [])
    default: return .unknown
    }
  }

  private mutating func function(_ node: MangledTree.Node) -> FunctionType {
    let parameters = parameters(node)
    var function = FunctionType(parameters: parameters.map { read($0) }, result: read(node.b))
    function.isAsync = node.flags.contains(.isAsync)
    function.isThrowing = node.flags.contains(.isThrowing)
    function.isEscaping = node.flags.contains(.isEscaping)
    function.isSendable = node.flags.contains(.isSendable)
    function.isAutoclosure = node.flags.contains(.isAutoclosure)
    function.isolation = isolation(node, parameters)
    return function
  }

  private func parameters(_ node: MangledTree.Node) -> [MangledTree.ID] {
    guard node.a != MangledTree.none else { return [] }
    return tree[node.a].kind == .tuple ? Array(tree.list(node.a)) : [node.a]
  }

  private mutating func isolation(_ node: MangledTree.Node, _ parameters: [MangledTree.ID]) -> Isolation {
    if node.c != MangledTree.none {
      switch tree[node.c].kind {
      case .globalActor: return actor(tree[node.c].a).map { .globalActor($0) } ?? .unspecified
      case .callerIsolated: return .nonisolatedNonsending
      default: return .unspecified
      }
    }
    guard let isolated = parameters.first(where: { tree[$0].kind == .isolatedType }) else { return .unspecified }
    return .isolatedParameter(read(isolated))
  }

  /// As an attribute spells it: without the module.
  private func actor(_ type: MangledTree.ID) -> String? {
    let type = tree[type].kind == .boundType ? tree[type].a : type
    guard tree[type].kind.isDeclaredType, let context = try? MangledContext(around: type, in: tree) else { return nil }
    return context.path.joined(separator: ".")
  }

  private mutating func existential(_ type: MangledTree.ID) -> TypeRef {
    var all: [TypeRef] = []
    if tree[type].a != MangledTree.none { all.append(read(tree[type].a)) }
    for constraint in tree.list(type) { all.append(named(constraint, [])) }
    return .existential(all)
  }

  private mutating func bound(_ type: MangledTree.ID) -> TypeRef {
    let generic = tree[type].a
    let arguments = tree.list(type).map { read($0) }
    guard case .named(let path, _) = named(generic, []) else { return .unknown }
    switch (path, arguments.count) {
    case (["Swift", "Array"], 1): return .array(arguments[0])
    case (["Swift", "Optional"], 1): return .optional(arguments[0])
    case (["Swift", "Dictionary"], 2): return .dictionary(key: arguments[0], value: arguments[1])
    default: return .named(path, arguments: arguments)
    }
  }

  private func named(_ type: MangledTree.ID, _ arguments: [TypeRef]) -> TypeRef {
    guard let context = try? MangledContext(around: type, in: tree) else { return .unknown }
    return .named([context.extendedModule ?? context.module] + context.path, arguments: arguments)
  }
}
