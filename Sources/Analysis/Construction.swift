import Model
import Rules

/// What making a value runs.
extension Program {
  /// Makes a value of a type: its initialisers, or facts about them.
  func construct(_ type: Type, _ call: Call, in id: BodyID, isDelegation: Bool = false) -> Callee {
    guard let instance = type.instanceToMake else { return .unknown }
    var callee = Callee(receiver: instance, constructed: instance)
    switch instance {
    case .nominal(let info, _):
      callee.targets =
        types.lineage(of: info, self).lazy.map {
          self.overloads(self.types.infos[$0].members["init"] ?? [], call, in: id)
        }
        .first { !$0.isEmpty } ?? []
      if callee.targets.isEmpty {
        callee.facts = libraryFacts("init", types: foreignLineage(of: info), call, in: id)
      }
      prefer(libraryFacts("init", types: ownFactNames(of: info), call, in: id), in: &callee)
      let isMemberwise = callee.targets.isEmpty
      callee.targets += implicitInitialValues(info).filter { !isMemberwise || !isGiven($0.body, by: call) }
    case .library(let key, _):
      if let additions = types.additions(to: key) {
        callee.targets = overloads(types.infos[additions].members["init"] ?? [], call, in: id)
      }
      if callee.targets.isEmpty { callee.facts = libraryFacts("init", types: library.lineage(of: key), call, in: id) }
    case .existential, .array, .dictionary, .tuple, .function, .metatype, .unknown: break
    }
    return callee
  }

  /// Making a value runs the initial values of its stored properties.
  func implicitInitialValues(_ info: Int) -> [Callee.Target] {
    types.lineage(of: info, self).flatMap { types.infos[$0].properties.values }.compactMap { entry in
      guard !entry.property.isStatic, !entry.property.isLazy, let index = entry.property.body else { return nil }
      return Callee.Target(body: id(index, in: entry.summary), parameters: [:])
    }.sorted { $0.body < $1.body }
  }

  /// Whether a memberwise initialiser is handed what the initial value would be.
  func isGiven(_ value: BodyID, by call: Call) -> Bool {
    let value = body(value)
    return value.kind == .initialValue && call.arguments.contains { $0.label == value.name }
  }
}

extension Type {
  /// What calling this as `T(…)` makes.
  fileprivate var instanceToMake: Type? {
    switch self {
    case .metatype(let instance): instance
    case .nominal, .library, .array, .dictionary: self
    case .existential(let all): all.first
    case .tuple, .function, .unknown: nil
    }
  }
}
