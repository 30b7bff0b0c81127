import Model
import Rules

/// An async function that does what a synchronous one does.
struct Twin {
  var name: String
  var body: BodyID?
  var requirement: Body?
  /// As facts spell it, where they told.
  var isTold = false
}

/// Finds the async twins of functions.
final class Twins {
  private let scene: Scene
  private var program: Program { scene.program }
  private var answers: [BodyID: Twin?] = [:]

  init(_ scene: Scene) { self.scene = scene }

  /// The better async function for what a call runs; nil when there is none.
  func twin(of key: CallKey) -> Twin? {
    let callee = program.callee(of: key)
    if callee.facts.contains(where: { if case .noTwin = $0.fact.claim { true } else { false } }) { return nil }
    for match in callee.facts {
      guard case .twin(let name) = match.fact.claim,
        let confidence = program.force(of: match, for: program.body(key.body).calls[key.call], in: key.body),
        confidence > .possible
      else { continue }
      return Twin(name: name, isTold: true)
    }
    guard !callee.isDynamic || callee.requirement != nil else { return nil }
    if let target = callee.targets.first, callee.confidence > .possible { return twin(ofBody: target.body) }
    return callee.requirement.flatMap { twin(of: $0, receiver: callee.receiver) }
  }

  private func twin(ofBody id: BodyID) -> Twin? {
    if let known = answers[id] { return known }
    let found = find(id)
    answers[id] = .some(found)
    return found
  }

  private func find(_ id: BodyID) -> Twin? {
    let body = program.body(id)
    guard body.kind == .function, !body.isAsync, body.parent == nil else { return nil }
    let siblings = siblings(of: id)
    let twin = siblings.first { other in
      other != id && program.body(other).isAsync && isNamedAlike(program.body(other), body)
        && isCompatible(program.body(other), body)
    }
    guard let twin, isBetter(twin, than: id) else { return nil }
    return Twin(name: program.displayName(twin), body: twin)
  }

  /// Functions declared in the same type, or beside it at the same level of the same module.
  private func siblings(of id: BodyID) -> [BodyID] {
    let body = program.body(id)
    let summary = program.summary(of: id)
    guard let owner = body.owner else {
      return program.globals.values.joined().filter { program.summary(of: $0).module == summary.module }.sorted()
    }
    guard let info = program.types.find(owner, from: summary, in: program) else { return [] }
    return program.types.lineage(of: info, program).flatMap { ancestor in
      program.types.infos[ancestor].members.values.joined().sorted()
    }
  }

  private func twin(of requirement: Body, receiver: Type) -> Twin? {
    guard !requirement.isAsync else { return nil }
    if case .existential(let all) = receiver.instance {
      return all.lazy.compactMap { self.twin(of: requirement, receiver: $0) }.first
    }
    guard case .nominal(let info, _) = receiver.instance else { return nil }
    for ancestor in program.types.lineage(of: info, program) {
      let others = program.types.infos[ancestor].requirements.values.joined().sorted { $0.name < $1.name }
      if let twin = others.first(where: {
        $0.isAsync && isNamedAlike($0, requirement) && isCompatible($0, requirement)
      }) {
        return Twin(name: twin.name, requirement: twin)
      }
    }
    return nil
  }

  // MARK: Which functions are twins

  /// `read` and `read`, `read` and `readAsync`, `readSync` and `read`, `readSync` and `readAsync`, `read` and `asyncRead`.
  private func isNamedAlike(_ twin: Body, _ body: Body) -> Bool {
    let (one, other) = (baseName(twin.name), baseName(body.name))
    return Self.stem(one, of: ["Async", "Asynchronously"], before: "async")
      == Self.stem(other, of: ["Sync", "Synchronously", "Blocking"], before: "sync")
  }

  private static func stem(_ name: String, of endings: [String], before beginning: String) -> String {
    for ending in endings where name.hasSuffix(ending) && name.count > ending.count {
      return String(name.dropLast(ending.count)).lowercased()
    }
    if name.hasPrefix(beginning), let next = name.dropFirst(beginning.count).first, next.isUppercase {
      return name.dropFirst(beginning.count).lowercased()
    }
    return name.lowercased()
  }

  /// The twin takes what the call gives: the same parameters, and more only with defaults. It gives back the same.
  private func isCompatible(_ twin: Body, _ body: Body) -> Bool {
    guard twin.isStatic == body.isStatic, isSame(twin.result, body.result) else { return false }
    var rest = twin.parameters[...]
    for parameter in body.parameters {
      guard let found = rest.firstIndex(where: { $0.label == parameter.label && $0.type == parameter.type }),
        rest[..<found].allSatisfy(\.hasDefault)
      else { return false }
      rest = rest[(found + 1)...]
    }
    return rest.allSatisfy(\.hasDefault)
  }

  private func isSame(_ left: TypeRef?, _ right: TypeRef?) -> Bool {
    (left ?? .tuple([])).withoutVoidName == (right ?? .tuple([])).withoutVoidName
  }

  // MARK: Which twins are better

  /// The function blocks, and its twin does not do just the same: it suspends, and reaches no cause of blocking that the
  /// function reaches.
  private func isBetter(_ twin: BodyID, than id: BodyID) -> Bool {
    let own = causes(id)
    guard !own.isEmpty, program.body(twin).suspends else { return false }
    return own.isDisjoint(with: causes(twin))
  }

  private func causes(_ id: BodyID) -> Set<Effect.Cause> {
    var causes: Set<Effect.Cause> = []
    for member in program.family(of: id) where !scene.contexts.offloaded.contains(member) {
      for (key, effect) in scene.effects.effects[member] ?? [:] where key.confidence > .possible {
        if case .fact(let fact) = effect.cause { causes.insert(.fact(fact)) } else { causes.insert(effect.cause) }
      }
    }
    return causes
  }
}

extension TypeRef {
  fileprivate var withoutVoidName: TypeRef {
    if case .named(let path, _) = self, path.last == "Void" { return .tuple([]) }
    return self
  }
}
