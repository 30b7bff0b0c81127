/// Where a declaration stands.
struct MangledContext {
  /// Types and functions nest less deeply; a made-up name could make every type in it pay for its length.
  private static let deepest = 256

  var module = ""
  var extendedModule: String?
  var path: [String] = []

  init(around context: MangledTree.ID, in tree: MangledTree) throws(Unreadable) {
    var current = context
    var extending: String?
    for _ in 0..<Self.deepest {
      let node = tree[current]
      switch node.kind {
      case .module:
        let root = tree.string(current)
        module = extending ?? root
        if root != module { extendedModule = root }
        path.reverse()
        return
      case .extensionContext:
        // The innermost extension is the one that declares the member.
        if extending == nil { extending = tree.string(node.a) }
        current = node.b
        continue
      case .functionEntity, .macro, .subscriptEntity, .initializer, .allocator:
        path.append(tree.displayName(current))
      case let kind where kind.isDeclaredType: path.append(tree.name(node.b))
      case .variable: path.append(tree.name(node.b))
      case .deinitializer: path.append("deinit")
      case let kind where kind.isAccessor || kind == .staticEntity: break
      case .closure, .initialValue, .opaqueResultOf: break
      default: throw Unreadable()
      }
      current = node.a
    }
    throw Unreadable()
  }
}

extension MangledTree {
  /// A name without what makes it local or private.
  func name(_ id: ID) -> String {
    var id = id
    while id != Self.none, self[id].kind.isDiscriminated { id = self[id].a }
    return id == Self.none ? "" : string(id)
  }

  /// Of something with parameters: `load(from:)`.
  func displayName(_ id: ID) -> String {
    baseName(id) + "(" + labels(id).map { ($0 ?? "_") + ":" }.joined() + ")"
  }

  func baseName(_ id: ID) -> String {
    switch self[id].kind {
    case .initializer, .allocator: "init"
    case .deinitializer: "deinit"
    case .subscriptEntity: "subscript"
    case .closure, .initialValue: ""
    default: name(self[id].b)
    }
  }

  /// One for each parameter.
  func labels(_ id: ID) -> [String?] {
    let written = list(id)
    guard written.isEmpty else { return written.map { self[$0].kind == .identifier ? string($0) : nil } }
    let type = self[id].c
    return [String?](repeating: nil, count: type == Self.none ? 0 : parameters(of: type).count)
  }

  /// The types of a function's parameters.
  func parameters(of function: ID) -> [ID] {
    guard self[function].kind == .function, self[function].a != Self.none else { return [] }
    let parameters = self[function].a
    return self[parameters].kind == .tuple ? Array(list(parameters)) : [parameters]
  }
}
