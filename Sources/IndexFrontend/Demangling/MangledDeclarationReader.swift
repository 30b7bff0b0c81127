import Model

/// Reads what a tree says about the declaration it names.
struct MangledDeclarationReader {
  private typealias Kind = MangledName.Kind

  private let tree: MangledTree
  private var types: MangledTypeReader

  init(tree: MangledTree) {
    self.tree = tree
    types = MangledTypeReader(tree: tree)
  }

  mutating func read(_ root: MangledTree.ID) throws(Unreadable) -> MangledName {
    var entity = root
    var isStatic = false
    var accessor: Kind?
    while tree[entity].kind == .staticEntity || tree[entity].kind.isAccessor {
      if tree[entity].kind == .staticEntity { isStatic = true } else { accessor = Kind(accessor: tree[entity].kind) }
      entity = tree[entity].a
    }
    guard let kind = kind(of: entity) else { throw Unreadable() }
    let node = tree[entity]
    let context = try MangledContext(around: tree[entity].a, in: tree)
    types.hasSelf = innermostType(around: node.a) == .protocolType
    var name = MangledName(
      module: context.module, extendedModule: context.extendedModule, path: context.path, name: tree.baseName(entity),
      kind: accessor ?? kind, isStatic: isStatic)
    readType(of: entity, kind, into: &name)
    return name
  }

  private func kind(of entity: MangledTree.ID) -> Kind? {
    switch tree[entity].kind {
    case .functionEntity: isEnumCase(entity) ? .enumCase : .function
    case .initializer: .initializer
    case .allocator: .allocatingInitializer
    case .deinitializer: .deinitializer
    case .variable: .variable
    case .subscriptEntity: .subscript
    case .genericParameterDeclaration: .genericParameter
    case .macro: .macro
    case .closure: .closure
    case .initialValue: .initialValue
    case .member: .associatedType
    case let kind where kind.isDeclaredType: .type
    default: nil
    }
  }

  /// A case is a function from the enum's metatype to a value, or to a function from the payload to one.
  private func isEnumCase(_ function: MangledTree.ID) -> Bool {
    let node = tree[function]
    let owner = tree[node.a].kind == .extensionContext ? tree[node.a].b : node.a
    let parameter = tree[node.c].a
    guard tree[owner].kind == .enumType, parameter != MangledTree.none, tree[parameter].kind == .metatype else {
      return false
    }
    let instance = tree[parameter].a
    if tree[instance].kind == .optional { return tree.name(tree[owner].b) == "Optional" }
    let generic = tree[instance].kind == .boundType ? tree[instance].a : instance
    return tree[generic].kind == .enumType && tree.name(tree[generic].b) == tree.name(tree[owner].b)
  }

  private func innermostType(around context: MangledTree.ID) -> MangledKind? {
    var current = context
    while current != MangledTree.none {
      let node = tree[current]
      if node.kind.isDeclaredType { return node.kind }
      current = node.kind == .extensionContext ? node.b : node.a
    }
    return nil
  }

  private mutating func readType(of entity: MangledTree.ID, _ kind: Kind, into name: inout MangledName) {
    let type = tree[entity].c
    guard type != MangledTree.none else { return }
    switch kind {
    case .variable:
      name.result = types.read(type)
    case .function, .initializer, .allocatingInitializer, .subscript, .closure, .macro:
      name.labels = tree.labels(entity)
      readFunction(type, into: &name)
    case .enumCase:
      let value = tree[type].b
      if value != MangledTree.none, tree[value].kind == .function {
        readFunction(value, into: &name)
      } else {
        name.parameters = []
        name.result = types.read(value)
      }
    default: break
    }
  }

  private mutating func readFunction(_ type: MangledTree.ID, into name: inout MangledName) {
    guard case .function(let function) = types.read(type) else { return }
    name.parameters = function.parameters
    name.result = function.result
    name.isAsync = function.isAsync
    name.isThrowing = function.isThrowing
  }
}

extension MangledName.Kind {
  fileprivate init(accessor: MangledKind) {
    switch accessor {
    case .setter: self = .setter
    case .willSet: self = .willSet
    case .didSet: self = .didSet
    case .read: self = .read
    case .modify: self = .modify
    case .addressor: self = .addressor
    case .mutableAddressor: self = .mutableAddressor
    default: self = .getter
    }
  }
}
