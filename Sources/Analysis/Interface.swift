import Model
import Rules

/// The functions of the user's own modules that other modules may call.
struct Interface {
  private let program: Program
  /// Functions, initialisers, getters and values made on first use, as this platform compiles them.
  private(set) var bodies: [BodyID] = []
  /// Of the types that the own modules declare, whether other modules may name them; by module and name.
  private var access: [String: [String: Bool]] = [:]

  init(_ program: Program) {
    self.program = program
    for summary in program.summaries {
      for type in summary.types where type.kind != .extension {
        // Of two declarations under `#if`, one that is public will do.
        access[summary.module, default: [:]][type.name, default: false] =
          access[summary.module]?[type.name] == true || type.isPublic
      }
    }
    bodies = program.bodies.indices.filter(isCallable)
  }

  func symbol(of id: BodyID) -> FactSymbol { FactSymbol(of: program.body(id), in: program.summary(of: id)) }

  /// Types that other modules may name, each with its summary.
  var types: [(summary: Summary, type: TypeDeclaration)] {
    program.summaries.filter { !$0.isDependency && $0.language == .swift }.flatMap { summary in
      summary.types.filter { type in
        type.kind != .extension && type.kind != .alias && isPublic(type.name, in: summary)
          && !type.name.split(separator: ".").contains { $0.hasPrefix("_") }
      }
      .map { (summary, $0) }
    }
  }

  /// An underscore in front says that a public name is not for others; modules have their own reasons for one.
  private func isInternalByName(_ body: Body) -> Bool {
    body.name.hasPrefix("_") || body.parameters.contains { $0.label?.hasPrefix("_") == true }
      || body.owner?.split(separator: ".").contains { $0.hasPrefix("_") } == true
  }

  private func isCallable(_ id: BodyID) -> Bool {
    let (body, summary) = (program.body(id), program.summary(of: id))
    guard body.isPublic, body.parent == nil, !isInternalByName(body), !summary.isDependency,
      !program.duplicates.contains(id),
      !PlatformCondition.excludesHost(body.condition), body.owner.map({ isPublic($0, in: summary) }) ?? true
    else { return false }
    switch body.kind {
    case .function, .initializer, .getter: return true
    case .initialValue: return isMadeOnFirstUse(body, summary)
    // Facts of a property do not tell writing from reading, and no fact names a subscript or `deinit`.
    case .setter, .willSet, .didSet, .subscriptGetter, .subscriptSetter, .deinitializer, .closure, .asyncLet,
      .defaultArgument, .topLevel:
      return false
    }
  }

  private func isMadeOnFirstUse(_ body: Body, _ summary: Summary) -> Bool {
    guard let owner = body.owner else { return true }
    return summary.properties.contains {
      $0.owner == owner && $0.name == body.name && ($0.isStatic || $0.isLazy)
    }
  }

  /// The type and those around it; what the program does not declare is another module's to hide.
  private func isPublic(_ name: String, in summary: Summary) -> Bool {
    guard summary.language == .swift else { return true }
    var name: String? = name
    while let current = name {
      if access[summary.module]?[current] == false { return false }
      name = outer(current)
    }
    return true
  }
}
