import Model
import Rules

/// Threads that are started, and neither joined nor detached on some way.
struct UnjoinedThreads: FaultSearch {
  private let scene: Scene
  private let handles: ThreadHandles
  private let routines: ThreadRoutines
  private var program: Program { scene.program }

  init(_ scene: Scene) {
    self.scene = scene
    handles = ThreadHandles(scene.program)
    routines = ThreadRoutines(scene)
  }

  func findings(for page: RulePage) -> [Finding] {
    scene.ownBodies.flatMap { id in
      let calls = program.body(id).calls
      let starts = calls.indices.filter {
        handles.isThread(CallKey(body: id, call: $0)) && !PlatformCondition.excludesHost(calls[$0].condition)
      }
      let byHandle = Dictionary(grouping: starts) { handles.handle(of: CallKey(body: id, call: $0)) }
      return byHandle.flatMap { findings(id, $0, $1, page) }
    }
  }

  private func findings(_ id: BodyID, _ handle: ThreadHandle, _ starts: [Int], _ page: RulePage) -> [Finding] {
    let owing = Set(starts.filter { !routines.needsNoJoin(CallKey(body: id, call: $0)) })
    guard !owing.isEmpty else { return [] }
    switch handle {
    case .local(let local): return search(id, local, Set(starts), owing, page)
    case .among(let local):
      guard !isMentioned(local, id, besides: Set(starts)) else { return [] }
      return owing.map { finding(id, $0, "nobody joins or detaches the threads in \(name(local, id))", nil, page) }
    case .place(let key, let name):
      guard !handles.isMentioned(key), !handles.isAsked(name) else { return [] }
      return owing.map { finding(id, $0, "nothing in the program joins or detaches the thread in \(name)", nil, page) }
    case .dropped: return owing.map { finding(id, $0, "nobody keeps the thread that is started", nil, page) }
    case .elsewhere: return []
    }
  }

  private func name(_ local: Int, _ id: BodyID) -> String { handles.declaration(local, id).name }

  // MARK: One thread in a local

  private struct State: Hashable {
    /// The call that started a thread which nobody has asked for since.
    var owed: Int?
    /// The local that says whether it was started at all.
    var status: Int?
    /// Locals that are known to be zero, or not.
    var isSet: [Int: Bool] = [:]
    var leave: Place?
  }

  /// How a start is lost.
  private enum Loss {
    case left(Place?)
    case overwritten(Int)
  }

  private func search(_ id: BodyID, _ local: Int, _ starts: Set<Int>, _ owing: Set<Int>, _ page: RulePage) -> [Finding]
  {
    let body = program.body(id)
    guard let drawn = body.flow, !isLent(local, drawn) else { return [] }
    let flow = drawn.without(usesOf: local, for: starts)
    // Locals that the body asks for alone, such as `is_started`.
    let flags = Set(flow.questions.filter { $0.isLocal && $0.locals.count == 1 }.flatMap(\.locals))
    var losses: [Int: Loss] = [:]
    var search = PathSearch<State>(flow: flow, calls: body.calls) { step, state in
      switch step {
      case .call(let number):
        if starts.contains(number) {
          if let lost = state.owed, losses[lost] == nil { losses[lost] = .overwritten(number) }
          state.owed = owing.contains(number) ? number : nil
          state.status = nil
          return true
        }
        return !scene.ends(CallKey(body: id, call: number))
      case .use(local, .value), .use(local, .result): state.owed = nil
      case .make(let made):
        let closure = program.id(made, in: program.bodies[id].summary)
        if program.family(of: closure).contains(where: { mentions(program.body($0).flow, local) }) { state.owed = nil }
      case .bind(let other):
        state.isSet[other] = nil
        if state.status == other { state.status = nil }
        // A declaration in Swift says so itself.
        if let owed = state.owed, handles.declaration(other, id).value == .call(owed), other != local {
          state.status = other
        }
      case .store(.local(let other), let value):
        if let owed = state.owed, value.isResult(of: owed), other != local { state.status = other }
        if flags.contains(other) { state.isSet[other] = value.isNonzero }
      case .leave(let place): state.leave = place
      case .use, .store, .suspend, .turn: break
      }
      return true
    } end: { _, state in
      if let lost = state.owed, losses[lost] == nil { losses[lost] = .left(state.leave) }
    } thrown: { _, _ in
      true
    }
    search.answered = { answer, state in
      let question = flow.questions[answer.question]
      if let only = question.locals.first, question.isAbout(name(only, id)), question.isLocal,
        let known = state.isSet[only]
      {
        return known == answer.isYes
      }
      if let owed = state.owed, question.call == owed || question.locals.first.map({ $0 == state.status }) == true {
        // Zero, in all its spellings, is success.
        if answer.isYes != question.text.hasSuffix("==0") { state.owed = nil }
      } else if question.locals == [local], question.isAbout(name(local, id)), !answer.isYes {
        // There is no thread in it.
        state.owed = nil
      }
      return true
    }
    guard search.run(State()) else { return [] }
    return losses.sorted { $0.key < $1.key }.map { finding(id, local, $0.key, $0.value, page) }
  }

  /// Its address lies somewhere else, from where somebody may join it.
  private func isLent(_ local: Int, _ flow: ControlFlow) -> Bool {
    flow.blocks.contains { block in
      block.steps.contains { if case .store(_, .address(.local(local))) = $0 { true } else { false } }
    }
  }

  private func mentions(_ flow: ControlFlow?, _ local: Int) -> Bool {
    flow?.blocks.contains { block in
      block.steps.contains { if case .use(local, _) = $0 { true } else { false } }
    } ?? false
  }

  private func isMentioned(_ local: Int, _ id: BodyID, besides starts: Set<Int>) -> Bool {
    program.family(of: id).contains { member in
      guard let flow = program.body(member).flow else { return true }
      return mentions(member == id ? flow.without(usesOf: local, for: starts) : flow, local)
    }
  }

  // MARK: Reports

  private func finding(_ id: BodyID, _ local: Int, _ start: Int, _ loss: Loss, _ page: RulePage) -> Finding {
    let name = name(local, id)
    switch loss {
    case .left(let place):
      let way = place.map { " on the path that leaves at line \($0.line)" } ?? ""
      return finding(id, start, "the thread in \(name) is neither joined nor detached\(way)", place, page)
    case .overwritten(let next):
      let place = program.body(id).calls[next].place
      return finding(
        id, start, "\(name) is overwritten at line \(place.line) before its thread is joined or detached", place, page)
    }
  }

  private func finding(_ id: BodyID, _ start: Int, _ message: String, _ end: Place?, _ page: RulePage) -> Finding {
    let key = CallKey(body: id, call: start)
    let call = program.body(id).calls[start]
    let duty = program.duty(ofResult: key)
    // When `main` returns, its threads end with the process.
    let isMain = program.body(id).name == "main" && program.body(id).owner == nil
    return Finding(
      rule: page.name, kind: nil, severity: isMain ? .note : duty?.severity ?? .warning,
      confidence: min(duty?.confidence ?? .inferred, scene.certainty(of: id)), place: call.place, message: message,
      context: scene.context(of: id),
      path: [Finding.Hop(symbol: duty?.name ?? program.name(of: call), place: call.place)]
        + (end.map { [Finding.Hop(symbol: "leaves", place: $0)] } ?? []),
      remedy: "join it on every path, or detach it where it is started")
  }
}

extension ControlFlow {
  /// Without the mentions of a local that belong to some calls: `&thread` in `pthread_create(&thread, …)`.
  fileprivate func without(usesOf local: Int, for calls: Set<Int>) -> ControlFlow {
    var result = self
    for block in blocks.indices {
      var own: Set<Int> = []
      for (index, step) in blocks[block].steps.enumerated() {
        guard case .call(let call) = step, calls.contains(call) else { continue }
        let use = blocks[block].steps[..<index].lastIndex { if case .use(local, _) = $0 { true } else { false } }
        if let use { own.insert(use) }
      }
      if own.isEmpty { continue }
      result.blocks[block].steps = blocks[block].steps.enumerated().filter { !own.contains($0.offset) }.map(\.element)
    }
    return result
  }
}

extension ControlFlow.Question {
  /// Whether it asks if a local is anything but zero.
  fileprivate func isAbout(_ name: String) -> Bool { locals.count == 1 && text == name }
}

extension Expression {
  /// Whether a constant is anything but zero; nil for what is no constant.
  fileprivate var isNonzero: Bool? {
    switch self {
    case .integer(let value), .constant(_, let value): value != 0
    case .boolean(let value): value
    case .null: false
    default: nil
    }
  }
}
