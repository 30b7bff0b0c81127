import Model
import Rules

/// Why a body runs where blocking is forbidden.
struct Root: Hashable {
  var kind: ContextKind
  var confidence: Confidence
  /// The body that a report names: the function itself, or the one around an inline closure.
  var body: BodyID
  /// The name of the API that put it there: `detached` of `Task.detached`.
  var origin: String?
  /// Only the calls inside this loop; the rest of the body is start-up.
  var loop: Int?
}

/// The async contexts of a program: declared, given by whoever a function is handed to, and passed on to inline closures.
struct Contexts {
  let program: Program
  private(set) var roots: [BodyID: [Root]] = [:]
  /// Functions that run inside a call of the body, besides those it names as callee.
  private(set) var inline: [CallKey: [(function: BodyID, confidence: Confidence)]] = [:]
  /// The kind of loop below which a C function was reached.
  private var carried: [BodyID: ContextKind] = [:]
  /// Closures handed to a thread that may block.
  private(set) var offloaded: Set<BodyID> = []

  init(_ program: Program) {
    self.program = program
    declare()
    place()
    runLoops()
    followPointers()
  }

  /// Contexts that are certain enough to be reported in the body itself, so that its callers need not be.
  func isRoot(_ id: BodyID) -> Bool {
    roots[id]?.contains { $0.confidence > .possible && $0.loop == nil } == true
  }

  mutating func add(_ root: Root, to id: BodyID) {
    if roots[id]?.contains(where: { $0.kind == root.kind && $0.loop == root.loop && $0.confidence >= root.confidence })
      == true
    {
      return
    }
    roots[id, default: []].append(root)
  }

  // MARK: Declared

  private mutating func declare() {
    for id in program.bodies.indices where !program.duplicates.contains(id) {
      if let kind = declaredContext(of: id) { add(Root(kind: kind, confidence: confidence(of: id), body: id), to: id) }
      for kind in implementedContexts(of: id) { add(Root(kind: kind, confidence: .resolved, body: id), to: id) }
      for kind in conformanceContexts(of: id) { add(Root(kind: kind, confidence: .inferred, body: id), to: id) }
    }
  }

  private func confidence(of id: BodyID) -> Confidence {
    program.summary(of: id).resolution == .resolved || program.body(id).symbol != nil ? .resolved : .inferred
  }

  private func declaredContext(of id: BodyID) -> ContextKind? {
    let body = program.body(id)
    if case .nonblocking(isContext: true)? = body.statement { return .nonblocking }
    if let isolated = program.isolation(of: id).context { return isolated }
    if body.kind == .asyncLet { return .async }
    // A closure's `await` is placed with the closure: it may run on the main actor.
    guard body.isAsync, body.kind != .closure else { return nil }
    return body.parent == nil ? .async : program.lexicalIsolation(of: id).context ?? .async
  }

  /// What the compiler says that a member implements or overrides, where facts run that on a loop.
  private func implementedContexts(of id: BodyID) -> [ContextKind] {
    guard let symbol = program.body(id).symbol else { return [] }
    var result: [ContextKind] = []
    var pending = [symbol]
    var seen: Set<String> = [symbol]
    while let next = pending.popLast() {
      pending += (program.index.overridden[next] ?? []).filter { seen.insert($0).inserted }
      guard next != symbol, let implemented = program.index.symbols[next] else { continue }
      for fact in program.facts.facts(named: implemented.factName) {
        guard case .runs(.body, .context(let kind), _) = fact.claim, program.speaks(fact.symbol, of: implemented)
        else { continue }
        result.append(kind)
      }
    }
    return result
  }

  /// Witnesses of a library's protocol that runs them on a loop: `channelRead(context:data:)`.
  private func conformanceContexts(of id: BodyID) -> [ContextKind] {
    let body = program.body(id)
    guard let owner = body.owner, body.kind == .function, body.parent == nil,
      let info = program.types.find(owner, from: program.summary(of: id), in: program)
    else { return [] }
    let name = baseName(body.name)
    let candidates = program.facts.facts(named: name)
    guard candidates.contains(where: { $0.claim.isAboutBodies }) else { return [] }
    let parents = program.foreignLineage(of: info)
    return candidates.compactMap { fact in
      guard case .runs(.body, .context(let kind), _) = fact.claim,
        parents.contains(fact.symbol.path.joined(separator: "."))
      else { return nil }
      let arguments = body.parameters.map { Argument(label: $0.label, value: .opaque) }
      return fact.symbol.match(arguments) == nil ? nil : kind
    }
  }

  // MARK: Hand-written loops

  private mutating func runLoops() {
    let loops = EventLoops(program, offloaded: offloaded)
    program.loopWaits = loops.waits
    for loop in loops.loops {
      add(Root(kind: loop.kind, confidence: .inferred, body: loop.body, loop: loop.loop), to: loop.body)
    }
    for (callback, kind) in loops.callbacks.sorted(by: { $0.key < $1.key }) {
      add(Root(kind: kind, confidence: .inferred, body: callback), to: callback)
    }
  }

  /// What a C callback calls through a pointer runs on its loop as well, and is where the fault is to be mended.
  private mutating func followPointers() {
    var pending = roots.keys.filter { program.summary(of: $0).language == .c && isRoot($0) }.sorted()
    var seen = Set(pending)
    while let id = pending.popLast() {
      guard let kind = carried[id] ?? roots[id]?.first?.kind else { continue }
      for number in program.body(id).calls.indices {
        let key = CallKey(body: id, call: number)
        let callee = program.callee(of: key)
        for target in callee.targets
        where !seen.contains(target.body) && program.summary(of: target.body).language == .c {
          if callee.isDynamic {
            add(Root(kind: kind, confidence: .inferred, body: target.body), to: target.body)
          } else {
            carried[target.body] = kind
          }
          seen.insert(target.body)
          pending.append(target.body)
        }
      }
    }
  }

  // MARK: Placed

  /// Outer bodies first: what a `Task` inside a closure inherits depends on where the closure runs.
  private mutating func place() {
    let order = program.bodies.indices.filter { !program.duplicates.contains($0) }.map { ($0, depth($0)) }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    for id in order {
      let calls = program.body(id).calls
      for number in calls.indices where calls[number].kind == .call {
        placeArguments(of: CallKey(body: id, call: number), calls[number])
      }
      for child in program.children[id] ?? [] { placeRest(child, in: id) }
    }
    placeFields()
    placeByType()
  }

  private func depth(_ id: BodyID) -> Int {
    var depth = 0
    var current = id
    while let parent = program.parent(of: current) {
      depth += 1
      current = parent
    }
    return depth
  }

  private mutating func placeArguments(of key: CallKey, _ call: Call) {
    for (index, argument) in call.arguments.enumerated() where argument.value.mayBeFunction {
      let functions = program.functions(of: argument.value, in: key.body)
      guard !functions.isEmpty else { continue }
      let isLiteral = if case .closure = argument.value { true } else { false }
      let evidence = program.placement(ofArgument: index, of: key)
      for function in functions {
        if evidence.placement == .unknown, !isLiteral { continue }
        apply(evidence, to: function, at: key, isLiteral: isLiteral)
      }
    }
  }

  private mutating func apply(_ evidence: PlacementEvidence, to function: BodyID, at key: CallKey, isLiteral: Bool) {
    let body = program.body(function)
    // What the closure itself states comes first: `{ @MainActor in … }`.
    if isLiteral, let stated = program.isolation(of: function).context {
      program.closureContexts[function] = stated
      return
    }
    switch evidence.placement {
    case .runs(.context(let kind)):
      enter(function, kind, evidence, at: key)
    case .runs(.creator):
      let inherited = program.lexicalIsolation(of: key.body).context
      enter(function, inherited ?? .async, evidence, at: key)
    case .runs(.off): offloaded.insert(function)
    case .runs(.inline):
      if body.isAsync, !isLiteral { return }
      inline[key, default: []].append((function, evidence.confidence))
    case .unknown:
      if body.isAsync || body.suspends {
        enter(
          function, program.lexicalIsolation(of: key.body).context ?? .async,
          PlacementEvidence(placement: .unknown, confidence: .inferred), at: key)
      } else {
        inline[key, default: []].append((function, .possible))
      }
    }
  }

  private mutating func enter(_ function: BodyID, _ kind: ContextKind, _ evidence: PlacementEvidence, at key: CallKey) {
    // An async function passed as a value is a context for its own declaration already.
    if program.body(function).kind != .closure, program.body(function).isAsync { return }
    if program.body(function).kind == .closure { program.closureContexts[function] = kind }
    add(
      Root(
        kind: kind, confidence: max(min(evidence.confidence, .resolved), .possible), body: function,
        origin: evidence.fact?.symbol.name),
      to: function)
  }

  /// Closures that are no argument: what they state, or what the place they are stored in states.
  private mutating func placeRest(_ closure: BodyID, in parent: BodyID) {
    let body = program.body(closure)
    guard body.kind == .closure else { return }
    switch body.use {
    case .argument: return
    case .called, .assigned, .returned, .other, nil: break
    }
    if let stated = program.isolation(of: closure).context {
      program.closureContexts[closure] = stated
    } else if body.isAsync || body.suspends {
      add(
        Root(
          kind: program.lexicalIsolation(of: parent).context ?? .async, confidence: confidence(of: closure),
          body: closure),
        to: closure)
    } else if let kind = storedContext(body.use, in: parent) {
      program.closureContexts[closure] = kind
      add(Root(kind: kind, confidence: confidence(of: closure), body: closure), to: closure)
    }
  }

  /// What the type of a variable or property says of the closures stored in it: `var work: () async -> Void`.
  private func storedContext(_ use: ClosureUse?, in parent: BodyID) -> ContextKind? {
    guard case .assigned(let target) = use, case .function(let type, let scope) = program.type(of: target, in: parent)
    else { return nil }
    return program.context(of: type, in: scope)
  }

  /// Functions stored through a pointer to a function type that facts call a callback: `*handler = on_request`.
  private mutating func placeByType() {
    for (s, summary) in program.summaries.enumerated() where summary.language == .c {
      for flow in summary.flows {
        guard case .element(.local(let local)) = flow.target, let name = summary.locals[local].type?.functionTypeName,
          let body = flow.body.map({ program.id($0, in: s) })
        else { continue }
        for fact in program.facts.facts(named: name, language: .c) {
          guard case .runs(.body, .context(let kind), _) = fact.claim else { continue }
          for function in program.functions(of: flow.value, in: body) {
            add(Root(kind: kind, confidence: confidence(of: function), body: function, origin: name), to: function)
          }
        }
      }
    }
  }

  /// Functions stored in a field that facts call a callback: `watcher->cb = on_timer`.
  private mutating func placeFields() {
    for key in program.flows.keys.sorted() where key.hasPrefix("field ") {
      let path = key.dropFirst("field ".count).split(separator: ".").map(String.init)
      guard path.count == 2 else { continue }
      let facts = program.fieldFacts(record: path[0], name: path[1])
      guard !facts.isEmpty else { continue }
      for flow in program.flows[key] ?? [] {
        let functions = program.functions(of: flow)
        for fact in facts {
          guard case .runs(.field, let execution, _) = fact.claim else { continue }
          for function in functions {
            switch execution {
            case .context(let kind):
              add(
                Root(kind: kind, confidence: confidence(of: function), body: function, origin: fact.symbol.name),
                to: function)
            case .off: offloaded.insert(function)
            case .inline, .creator: break
            }
          }
        }
      }
    }
  }
}

extension Claim {
  fileprivate var isAboutBodies: Bool {
    if case .runs(.body, _, _) = self { return true }
    return false
  }
}

extension Expression {
  /// Whether it is worth asking which functions a value stands for.
  fileprivate var mayBeFunction: Bool {
    switch self {
    case .closure, .function, .local, .name, .member, .field, .cast, .either, .address, .element, .list: true
    case .implicitMember, .call, .type, .integer, .floating, .boolean, .string, .null, .constant, .tuple, .tupleElement,
      .selfReference, .superReference, .opaque:
      false
    }
  }
}

extension Program {
  /// Facts about a field of a C record, whichever of its names they use.
  func fieldFacts(record: String, name: String) -> [Fact] {
    let names = [record] + recordAliases.filter { $0.value == record }.map(\.key).sorted()
    for candidate in names {
      let facts = facts.facts(membersOf: [candidate], language: .c).filter { $0.symbol.name == name }
      if !facts.isEmpty { return facts }
    }
    return []
  }

  func functions(of flow: FlowedValue) -> [BodyID] {
    if let body = flow.body { return functions(of: flow.value, in: body) }
    if case .function(let symbol, _) = flow.value { return bodiesBySymbol[symbol].map { [$0] } ?? [] }
    return functionsAtFileScope(flow.value, summary: flow.summary)
  }
}

extension TypeRef {
  /// The name of what a pointer points to.
  fileprivate var functionTypeName: String? {
    if case .pointer(.named(let path, _)) = self { return path.last }
    return nil
  }
}
