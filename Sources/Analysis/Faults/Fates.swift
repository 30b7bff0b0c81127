import Model
import Rules

/// What becomes of the result of a call.
enum Fate {
  /// Nobody takes it.
  case dropped
  /// `_ =` takes it.
  case discarded
  /// A variable takes it that nobody reads.
  case unread(String)
  /// It is kept for being cancelled only.
  case cancelled(String)
  /// It is the value of a closure that runs later, and that nobody is likely to ask for it.
  case unheard
  /// The closure that it is the value of may or may not be asked for it.
  case unsure
  /// Somebody has it and may look at it.
  case kept
}

/// Follows the results of calls to where they are kept.
final class Fates {
  private let scene: Scene
  private var program: Program { scene.program }
  /// What is done with each property, by its key.
  private lazy var properties = PropertyUses(scene)

  init(_ scene: Scene) { self.scene = scene }

  func fate(of key: CallKey) -> Fate {
    let call = program.body(key.body).calls[key.call]
    guard call.isResultUsed else { return call.isDiscarded ? .discarded : .dropped }
    if let local = local(holding: key) { return fate(ofLocal: local, in: key.body) }
    if let place = place(holding: key) { return fate(at: place) }
    if isValue(of: key.body, key.call) { return fate(ofValueOf: key.body) }
    return .kept
  }

  // MARK: Variables

  private func local(holding key: CallKey) -> Int? {
    let summary = program.summary(of: key.body)
    return (program.localsByBody[key.body] ?? []).first { local in
      summary.locals[local].value?.isResult(of: key.call) == true
    }
      ?? stores(in: key.body).firstNonNil { target, value in
        guard case .local(let local) = target, value.isResult(of: key.call) else { return nil }
        return local
      }
  }

  private func stores(in id: BodyID) -> [(Expression, Expression)] {
    program.body(id).flow?.blocks.flatMap(\.steps).compactMap {
      if case .store(let target, let value) = $0 { (target, value) } else { nil }
    } ?? []
  }

  private func fate(ofLocal local: Int, in id: BodyID) -> Fate {
    let summary = program.bodies[id].summary
    let declaration = program.summaries[summary].locals[local]
    // A parameter that gets a value gives it to the caller.
    if case .parameter = declaration.kind { return .kept }
    var isMentioned = false
    for member in program.family(of: program.id(declaration.body, in: summary)) {
      for step in program.body(member).flow?.blocks.flatMap(\.steps) ?? [] {
        switch step {
        case .use(local, .value), .use(local, .result): return .kept
        case .use(local, .receiver): isMentioned = true
        default: break
        }
      }
      let asks = program.body(member).calls.indices.contains { number in
        program.isMade(program.body(member).calls[number], on: local)
          && !program.body(member).calls[number].onlyCancels
      }
      if asks { return .kept }
    }
    return isMentioned ? .cancelled(declaration.name) : .unread(declaration.name)
  }

  // MARK: Properties

  private func place(holding key: CallKey) -> String? {
    let body = program.body(key.body)
    let summary = program.bodies[key.body].summary
    if body.kind == .initialValue {
      let index = program.bodies[key.body].index
      return program.summaries[summary].properties.first {
        $0.body == index && $0.value?.isResult(of: key.call) == true
      }.map { program.propertyKey($0.name, owner: $0.owner) }
    }
    return stores(in: key.body).firstNonNil { target, value in
      guard value.isResult(of: key.call), target.isProperty else { return nil }
      return program.flowKey(target, in: key.body, summary: summary)
    }
  }

  private func fate(at place: String) -> Fate {
    let name = place.split { $0 == "." || $0 == " " }.last.map(String.init) ?? place
    guard let uses = properties.uses[place] else { return .unread(name) }
    return uses.reads > uses.cancels ? .kept : uses.reads == 0 ? .unread(name) : .cancelled(name)
  }

  // MARK: Results of closures

  /// The only statement of a closure, whose value it is.
  private func isValue(of id: BodyID, _ number: Int) -> Bool {
    let body = program.body(id)
    guard body.kind == .closure, body.result == nil, number == body.calls.indices.last else { return false }
    return body.flow?.blocks.contains { $0.steps.contains { if case .leave = $0 { true } else { false } } } == false
  }

  private func fate(ofValueOf closure: BodyID) -> Fate {
    guard case .argument(let number, let argument)? = program.body(closure).use,
      let parent = program.parent(of: closure)
    else { return .kept }
    let key = CallKey(body: parent, call: number)
    let callee = program.callee(of: key)
    let isPassedOn = program.body(parent).calls[number].isResultUsed
    if let result = declaredResult(ofArgument: argument, of: key, callee) {
      return result.isNothing ? .dropped : .kept
    }
    for match in callee.facts {
      guard case .runs(.argument(let position), let execution, _) = match.fact.claim,
        match.parameters[argument] == position, match.confidence > .possible
      else { continue }
      // What runs later has nobody to give a value to; what runs within the call may pass it on.
      return execution == .inline ? (isPassedOn ? .kept : .unsure) : .unheard
    }
    return isPassedOn ? .kept : .unsure
  }

  /// What the parameter says of the closure's value.
  private func declaredResult(ofArgument argument: Int, of key: CallKey, _ callee: Callee) -> TypeRef? {
    for target in callee.targets {
      guard let position = target.parameters[argument],
        program.body(target.body).parameters.indices.contains(position)
      else { continue }
      if let result = program.body(target.body).parameters[position].type.functionResult { return result }
    }
    let call = program.body(key.body).calls[key.call]
    guard let parameters = call.symbol.flatMap({ program.index.symbols[$0]?.parameters }),
      parameters.count == call.arguments.count, parameters.indices.contains(argument)
    else { return nil }
    return parameters[argument].functionResult
  }
}

extension Call {
  /// Asks for nothing but that it ends.
  fileprivate var onlyCancels: Bool {
    guard case .member(_, let name) = callee else { return false }
    return ["cancel", "isCancelled"].contains(baseName(name))
  }
}

/// How often each property is read, and how often only to cancel what it holds.
private struct PropertyUses {
  private(set) var uses: [String: (reads: Int, cancels: Int)] = [:]

  init(_ scene: Scene) {
    let program = scene.program
    for id in program.bodies.indices where program.summary(of: id).language == .swift {
      let summary = program.bodies[id].summary
      for call in program.body(id).calls {
        if call.kind == .read, call.callee.isProperty {
          guard let key = program.flowKey(call.callee, in: id, summary: summary) else { continue }
          uses[key, default: (0, 0)].reads += 1
        } else if case .member(let base, _) = call.callee, base.isProperty, call.onlyCancels {
          guard let key = program.flowKey(base, in: id, summary: summary) else { continue }
          uses[key, default: (0, 0)].cancels += 1
        }
      }
    }
  }
}

extension Expression {
  /// The result of a call itself, however it is wrapped.
  func isResult(of call: Int) -> Bool {
    switch self {
    case .call(call): true
    case .cast(let inner, _): inner.isResult(of: call)
    case .either(let all), .tuple(let all), .list(let all): all.contains { $0.isResult(of: call) }
    default: false
    }
  }

  fileprivate var isProperty: Bool {
    switch self {
    case .name, .member: true
    default: false
    }
  }
}

extension TypeRef {
  fileprivate var functionResult: TypeRef? {
    switch self {
    case .function(let type): type.result
    case .optional(let type): type.functionResult
    default: nil
    }
  }

  /// `Void`, or nothing written.
  var isNothing: Bool {
    switch self {
    case .tuple(let elements): elements.isEmpty
    case .named(let path, _): path == ["Void"] || path == ["Swift", "Void"]
    default: false
    }
  }
}

extension Sequence {
  fileprivate func firstNonNil<Result>(_ transform: (Element) -> Result?) -> Result? {
    for element in self {
      if let result = transform(element) { return result }
    }
    return nil
  }
}
