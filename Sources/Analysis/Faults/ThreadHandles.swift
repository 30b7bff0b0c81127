import Model
import Rules

/// Where the handle of a thread that a call starts comes to lie.
enum ThreadHandle: Hashable {
  case local(Int)
  /// One of several, in an array or in memory that a local points to.
  case among(Int)
  /// A field, a global or what else outlives the call.
  case place(key: String, name: String)
  /// Nobody takes it.
  case dropped
  /// Whoever has it may look at it.
  case elsewhere
}

/// Finds the handles of threads, and who mentions them.
final class ThreadHandles {
  private let program: Program
  private var mentioned: Set<String>?
  /// The fields and globals that hold threads, by the last part of their name.
  private var names: Set<String> = []

  init(_ program: Program) { self.program = program }

  func isThread(_ key: CallKey) -> Bool {
    program.body(key.body).calls[key.call].kind == .call && program.duty(ofResult: key)?.obligation == .thread
  }

  /// The facts tell the type of what a function returns only where that is the thread; else its first argument is where to
  /// put it.
  func isResult(_ key: CallKey) -> Bool {
    program.callee(of: key).facts.contains { if case .yields = $0.fact.claim { true } else { false } }
  }

  func handle(of key: CallKey) -> ThreadHandle {
    let call = program.body(key.body).calls[key.call]
    if isResult(key) { return handle(ofResult: key) }
    guard let first = call.arguments.first else { return .elsewhere }
    return handle(at: first.value, in: key.body)
  }

  private func handle(ofResult key: CallKey) -> ThreadHandle {
    guard program.body(key.body).calls[key.call].isResultUsed else { return .dropped }
    for block in program.body(key.body).flow?.blocks ?? [] {
      for case .store(let target, let value) in block.steps where value.isResult(of: key.call) {
        return handle(at: .address(target), in: key.body)
      }
    }
    return .elsewhere
  }

  private func handle(at value: Expression, in id: BodyID) -> ThreadHandle {
    switch value {
    case .cast(let inner, _): return handle(at: inner, in: id)
    case .address(.local(let local)):
      return isOwn(local, id) && !declaration(local, id).isStatic ? .local(local) : .elsewhere
    case .address(.element(let base)), .element(let base): return handle(among: base, in: id)
    case .local: return handle(among: value, in: id)
    case .address(let inner): return place(of: inner, in: id)
    default: return place(of: value, in: id)
    }
  }

  private func handle(among base: Expression, in id: BodyID) -> ThreadHandle {
    guard case .local(let local) = base else { return place(of: base, in: id) }
    let declaration = declaration(local, id)
    guard isOwn(local, id), declaration.kind == .variable, !declaration.isStatic else { return .elsewhere }
    if case .array? = declaration.type { return .among(local) }
    switch declaration.value {
    case .address, .field, .cast: return declaration.value.map { handle(at: $0, in: id) } ?? .elsewhere
    case .call(let call):
      // Memory that a library gave, as `malloc` does.
      return program.callee(of: CallKey(body: id, call: call)).targets.isEmpty ? .among(local) : .elsewhere
    default: return .elsewhere
    }
  }

  private func place(of value: Expression, in id: BodyID) -> ThreadHandle {
    guard let name = value.leafName, let key = program.flowKey(value, in: id, summary: program.bodies[id].summary)
    else {
      return .elsewhere
    }
    return .place(key: key, name: name)
  }

  func declaration(_ local: Int, _ id: BodyID) -> Local { program.summary(of: id).locals[local] }

  private func isOwn(_ local: Int, _ id: BodyID) -> Bool { declaration(local, id).body == program.bodies[id].index }

  // MARK: Mentions

  /// Whether something in the program mentions a place that holds threads, other than to start one there.
  func isMentioned(_ key: String) -> Bool {
    if let mentioned { return mentioned.contains(key) }
    let threads = program.bodies.indices.flatMap { id in
      program.body(id).calls.indices.map { CallKey(body: id, call: $0) }.filter(isThread)
    }
    for case .place(_, let name) in threads.map(handle(of:)) { names.insert(name) }
    var found: Set<String> = []
    let starts = Set(threads)
    for id in program.bodies.indices { collect(id, starts, &found) }
    for (index, summary) in program.summaries.enumerated() {
      for local in summary.locals {
        if let value = local.value { collect(value, program.id(local.body, in: index), &found) }
      }
    }
    mentioned = found
    return found.contains(key)
  }

  private func collect(_ id: BodyID, _ starts: Set<CallKey>, _ found: inout Set<String>) {
    let body = program.body(id)
    for (number, call) in body.calls.enumerated() {
      let isStart = starts.contains(CallKey(body: id, call: number))
      for (index, argument) in call.arguments.enumerated() where !isStart || index > 0 {
        collect(argument.value, id, &found)
      }
      if call.kind == .read { collect(call.callee, id, &found) }
    }
    guard let flow = body.flow else { return }
    for case .store(_, let value) in flow.blocks.flatMap(\.steps) { collect(value, id, &found) }
    // A question spells a field as its last part.
    for question in flow.questions {
      for name in names where question.text == name || question.text.hasSuffix("." + name) {
        found.insert(name)
      }
    }
  }

  private func collect(_ value: Expression, _ id: BodyID, _ found: inout Set<String>) {
    switch value {
    case .address(let inner), .element(let inner), .cast(let inner, _): collect(inner, id, &found)
    case .either(let all), .list(let all): for one in all { collect(one, id, &found) }
    default:
      guard let name = value.leafName, names.contains(name),
        let key = program.flowKey(value, in: id, summary: program.bodies[id].summary)
      else { return }
      found.insert(key)
    }
  }

  func isAsked(_ name: String) -> Bool { mentioned?.contains(name) == true }
}

extension Expression {
  /// The last part of a field's or global's name.
  fileprivate var leafName: String? {
    switch self {
    case .field(_, let name), .name(let name), .member(_, let name): name
    case .address(let inner), .element(let inner), .cast(let inner, _): inner.leafName
    default: nil
    }
  }
}
