import Model
import Rules

/// Where a body is declared to run: what isolation it states or inherits, through types, extensions, protocols and overrides.
enum DeclaredIsolation: Hashable {
  case none
  case actor
  case mainActor

  var context: ContextKind? {
    switch self {
    case .none: nil
    case .actor: .actor
    case .mainActor: .mainActor
    }
  }
}

extension Program {
  /// The isolation of a function, accessor or closure as declared; what a closure's callee decides is not in it.
  func isolation(of id: BodyID) -> DeclaredIsolation {
    if let known = isolations[id] { return known }
    isolations[id] = DeclaredIsolation.none
    let result = inferIsolation(of: id)
    isolations[id] = result
    return result
  }

  private func inferIsolation(of id: BodyID) -> DeclaredIsolation {
    let body = body(id)
    if let stated = stated(body.isolation, in: scope(of: id)) { return stated }
    if body.parent != nil { return .none }
    if let property = propertyIsolation(of: body, in: id) { return property }
    switch body.kind {
    case .deinitializer, .defaultArgument, .asyncLet: return .none
    case .topLevel: return .none
    case .function, .initializer, .getter, .setter, .willSet, .didSet, .subscriptGetter, .subscriptSetter, .closure,
      .initialValue:
      break
    }
    guard let owner = body.owner else { return moduleDefault(of: id) }
    if let fromExtension = extensionIsolation(of: id) { return fromExtension }
    guard let info = types.find(owner, from: summary(of: id), in: self) else { return moduleDefault(of: id) }
    if types.infos[info].kind == .actor { return isActorIsolated(body) ? .actor : .none }
    if body.isOverride, let overridden = overriddenIsolation(of: body, info) { return overridden }
    let inherited = isolation(ofType: info, depth: 0)
    if inherited != .none { return inherited }
    if let required = requiredIsolation(of: body, info) { return required }
    return types.infos[info].isolation == .nonisolated ? .none : moduleDefault(of: id)
  }

  /// An actor's static members and synchronous initialisers run wherever they are called.
  private func isActorIsolated(_ body: Body) -> Bool {
    !body.isStatic && body.kind != .initialValue && !(body.kind == .initializer && !body.isAsync)
  }

  /// Nil when nothing is stated.
  private func stated(_ isolation: Isolation, in scope: TypeScope) -> DeclaredIsolation? {
    switch isolation {
    case .unspecified: nil
    case .nonisolated, .nonisolatedNonsending, .concurrent: DeclaredIsolation.none
    case .globalActor(let name): globalActor(name, in: scope)
    case .isolatedParameter: .actor
    }
  }

  /// Nil when the attribute names something that is no global actor: a macro, a result builder, a property wrapper.
  private func globalActor(_ name: String, in scope: TypeScope) -> DeclaredIsolation? {
    if name == "MainActor" { return .mainActor }
    guard let info = lookUp(name.split(separator: ".").map(String.init), from: scope) else { return nil }
    return types.infos[info].isGlobalActor ? .actor : nil
  }

  private func moduleDefault(of id: BodyID) -> DeclaredIsolation {
    let summary = summary(of: id)
    guard body(id).kind != .initialValue || body(id).owner == nil else { return .none }
    return stated(summary.defaultIsolation, in: TypeScope(summary: bodies[id].summary)) ?? .none
  }

  private func propertyIsolation(of body: Body, in id: BodyID) -> DeclaredIsolation? {
    switch body.kind {
    case .getter, .setter, .willSet, .didSet:
      summary(of: id).properties.first { $0.name == body.name && $0.owner == body.owner }
        .flatMap { stated($0.isolation, in: scope(of: id)) }
    case .function, .initializer, .deinitializer, .subscriptGetter, .subscriptSetter, .closure, .asyncLet,
      .defaultArgument,
      .initialValue, .topLevel:
      nil
    }
  }

  /// `@MainActor extension T`: members of that extension only.
  private func extensionIsolation(of id: BodyID) -> DeclaredIsolation? {
    let body = body(id)
    let summary = summary(of: id)
    let around = summary.types.filter { $0.name == body.owner && $0.place <= body.place }.max { $0.place < $1.place }
    guard let around, around.kind == .extension else { return nil }
    return stated(around.isolation, in: TypeScope(summary: bodies[id].summary))
  }

  private func overriddenIsolation(of body: Body, _ info: Int) -> DeclaredIsolation? {
    for ancestor in types.lineage(of: info, self).dropFirst() {
      for candidate in types.infos[ancestor].members[baseName(body.name)] ?? []
      where self.body(candidate).name == body.name {
        return isolation(of: candidate)
      }
    }
    return nil
  }

  /// A witness takes over the isolation that the requirement states.
  private func requiredIsolation(of body: Body, _ info: Int) -> DeclaredIsolation? {
    for ancestor in types.lineage(of: info, self).dropFirst() where types.infos[ancestor].kind == .protocol {
      let scope = TypeScope(summary: types.infos[ancestor].summary, owner: types.infos[ancestor].name)
      for requirement in types.infos[ancestor].requirements[baseName(body.name)] ?? []
      where requirement.name == body.name {
        if let isolation = stated(requirement.isolation, in: scope) { return isolation }
      }
    }
    return nil
  }

  /// The isolation a type gives its members: stated, or taken from its superclass or a protocol it conforms to where declared.
  func isolation(ofType info: Int, depth: Int) -> DeclaredIsolation {
    guard depth < 8 else { return .none }
    let type = types.infos[info]
    if type.kind == .actor { return .actor }
    let scope = TypeScope(summary: type.summary, owner: outer(type.name))
    if let stated = stated(type.isolation, in: scope) { return stated }
    for entry in type.inherits where !entry.fromExtension {
      for path in TypeTable.named(entry.type) {
        guard let parent = lookUp(path, from: TypeScope(summary: entry.summary, owner: outer(type.name))),
          parent != info
        else {
          if let library = libraryIsolation(self.library.key(path)) { return library }
          continue
        }
        let inherited = isolation(ofType: parent, depth: depth + 1)
        if inherited == .mainActor || (inherited == .actor && types.infos[parent].kind != .actor) { return inherited }
      }
    }
    return .none
  }

  /// A library type whose members facts place on the main actor: `UIViewController runs body on main-actor`.
  private func libraryIsolation(_ key: String) -> DeclaredIsolation? {
    guard let name = key.split(separator: ".").last else { return nil }
    for fact in facts.facts(named: String(name)) {
      if case .runs(.body, .context(.mainActor), _) = fact.claim,
        (fact.symbol.path + [fact.symbol.name]).joined(separator: ".") == key
      {
        return .mainActor
      }
    }
    return nil
  }

  /// The isolation a body runs with, closures taken where they stand: what `Task { }` inherits.
  func lexicalIsolation(of id: BodyID) -> DeclaredIsolation {
    var current: BodyID? = id
    while let body = current {
      let own = isolation(of: body)
      if own != .none { return own }
      switch self.body(body).isolation {
      case .nonisolated, .nonisolatedNonsending, .concurrent: return .none
      case .unspecified, .globalActor, .isolatedParameter: break
      }
      if let runs = closureContexts[body] {
        switch runs {
        case .mainActor: return .mainActor
        case .actor: return .actor
        case .async, .eventLoop, .mainQueue, .gil, .signalHandler, .nonblocking: return .none
        }
      }
      current = parent(of: body)
    }
    return .none
  }
}
