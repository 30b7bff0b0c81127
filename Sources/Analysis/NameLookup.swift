import Model

/// What spelled types and names mean.
extension Program {
  /// The type that a path of names means in a scope: nested types first, then outwards, then the file's surroundings.
  func lookUp(_ path: [String], from scope: TypeScope) -> Int? {
    lookUp(path, from: scope, depth: 0)
  }

  private func lookUp(_ path: [String], from scope: TypeScope, depth: Int) -> Int? {
    guard depth < 8 else { return nil }
    let summary = summaries[scope.summary]
    let name = path.joined(separator: ".")
    var around = scope.owner
    while let owner = around {
      if let found = types.find(owner + "." + name, from: summary, in: self) { return unaliased(found, depth) }
      around = outer(owner)
    }
    if let found = types.find(name, from: summary, in: self) { return unaliased(found, depth) }
    guard path.count > 1, let first = lookUp([path[0]], from: scope, depth: depth + 1) else { return nil }
    // `Alias.Inner`: the alias has been followed, the rest is looked up inside.
    let rest = types.infos[first].name + "." + path.dropFirst().joined(separator: ".")
    return rest == name ? nil : types.find(rest, from: summaries[types.infos[first].summary], in: self)
  }

  private func unaliased(_ info: Int, _ depth: Int) -> Int? {
    guard let alias = types.infos[info].alias else { return info }
    guard case .named(let path, _) = alias.type, depth < 8 else { return nil }
    let scope = TypeScope(summary: alias.summary, owner: outer(types.infos[info].name))
    // An alias for a type of the same name elsewhere does not mean itself.
    return path == [types.infos[info].name] ? nil : lookUp(path, from: scope, depth: depth + 1)
  }

  /// The alias of this name, where it stands for something that has no declaration: a function or library type.
  private func alias(_ path: [String], from scope: TypeScope) -> (type: TypeRef, scope: TypeScope)? {
    let summary = summaries[scope.summary]
    let name = path.joined(separator: ".")
    var around = scope.owner
    while true {
      let qualified = around.map { $0 + "." + name } ?? name
      if let found = types.find(qualified, from: summary, in: self), let alias = types.infos[found].alias {
        return (alias.type, TypeScope(summary: alias.summary, owner: outer(types.infos[found].name)))
      }
      guard let owner = around else { return nil }
      around = outer(owner)
    }
  }

  /// What a spelled type means.
  func resolve(_ type: TypeRef, in scope: TypeScope, depth: Int = 0) -> Type {
    guard depth < 12 else { return .unknown }
    func inner(_ type: TypeRef) -> Type { resolve(type, in: scope, depth: depth + 1) }
    switch type {
    case .named(let path, let arguments): return resolve(path, arguments.map(inner), in: scope, depth: depth)
    case .optional(let wrapped), .pointer(let wrapped): return inner(wrapped)
    case .array(let element): return .array(inner(element))
    case .dictionary(let key, let value): return .dictionary(inner(key), inner(value))
    case .tuple(let elements): return .tuple(elements.map(inner))
    case .function(let function): return .function(function, scope: scope)
    case .existential(let all): return .existential(all.map(inner).filter(\.isKnown))
    case .metatype(let instance): return .metatype(inner(instance))
    case .selfType: return selfType(in: scope)
    case .unknown: return .unknown
    }
  }

  func selfType(in scope: TypeScope) -> Type {
    guard let owner = scope.owner else { return .unknown }
    return resolve(owner.split(separator: ".").map(String.init), [], in: TypeScope(summary: scope.summary), depth: 0)
  }

  private func resolve(_ path: [String], _ arguments: [Type], in scope: TypeScope, depth: Int) -> Type {
    if path.count == 1 {
      if path[0] == "Self" { return selfType(in: scope) }
      if let bound = scope.arguments[path[0]] { return bound }
      if let constraints = constraints(on: path[0], in: scope) {
        return .existential(constraints.map { resolve($0, in: scope, depth: depth + 1) }.filter(\.isKnown))
      }
    }
    if path.count > 1, path[0] == "Self" || constraints(on: path[0], in: scope) != nil {
      return associated(path, in: scope, depth: depth)
    }
    if let info = lookUp(path, from: scope) { return .nominal(info, arguments) }
    if let alias = alias(path, from: scope), depth < 8 {
      return resolve(alias.type, in: alias.scope, depth: depth + 1)
    }
    let key = library.key(path)
    switch key {
    case "Array": return .array(arguments.first ?? .unknown)
    case "Optional": return arguments.first ?? .unknown
    case "Dictionary" where arguments.count == 2: return .dictionary(arguments[0], arguments[1])
    default: return .library(key, arguments)
    }
  }

  /// The constraints on a generic parameter of the bodies or type around; nil when nothing of that name is one.
  private func constraints(on name: String, in scope: TypeScope) -> [TypeRef]? {
    var current = scope.body
    while let id = current {
      if let generic = body(id).generics.first(where: { $0.name == name }) { return generic.constraints }
      current = parent(of: id)
    }
    guard let owner = scope.owner, let info = types.find(owner, from: summaries[scope.summary], in: self) else {
      return nil
    }
    return types.infos[info].generics.first { $0.name == name }?.constraints
  }

  /// `T.Element` by the constraints that are written on it.
  private func associated(_ path: [String], in scope: TypeScope, depth: Int) -> Type {
    guard let constraints = constraints(on: path.joined(separator: "."), in: scope) else { return .unknown }
    return .existential(constraints.map { resolve($0, in: scope, depth: depth + 1) }.filter(\.isKnown))
  }
}
