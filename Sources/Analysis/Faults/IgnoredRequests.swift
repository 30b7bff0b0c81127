import Model
import Rules

/// Requests whose result nobody looks at, though it says whether their callback will ever run.
struct IgnoredRequests: FaultSearch {
  private let scene: Scene
  /// Functions of the program that return the result of a request of theirs.
  private let wrappers: [BodyID: Wrapper]
  private var program: Program { scene.program }

  private struct Wrapper {
    var duty: Duty
    /// From the call in the wrapper to the request.
    var path: [Finding.Hop]
    var hasCallback: Bool
  }

  init(_ scene: Scene) {
    self.scene = scene
    wrappers = Self.wrappers(of: scene.program)
  }

  func findings(for page: RulePage) -> [Finding] {
    scene.ownBodies.flatMap { id in
      program.body(id).calls.indices.compactMap { finding(CallKey(body: id, call: $0), page) }
    }
  }

  private func finding(_ key: CallKey, _ page: RulePage) -> Finding? {
    let call = program.body(key.body).calls[key.call]
    guard !call.isResultUsed, let request = Self.request(key, program, wrappers), let last = request.path.last else {
      return nil
    }
    let name = program.name(of: call)
    let origin = request.path.count == 1 ? "" : ", which is that of \(last.symbol),"
    let loss = request.hasCallback ? "its callback never runs" : "what it asks for never happens"
    return Finding(
      rule: page.name, kind: nil, severity: call.isDiscarded ? .note : request.duty.severity,
      confidence: request.duty.confidence, place: call.place,
      message: "the result of \(name)\(origin) is ignored: after an error \(loss)",
      context: scene.context(of: key.body), path: request.path,
      remedy: "look at it, and do after an error what the callback would have done")
  }

  /// What a call requests, itself or in a function of the program that returns the answer.
  private static func request(_ key: CallKey, _ program: Program, _ wrappers: [BodyID: Wrapper]) -> Wrapper? {
    let call = program.body(key.body).calls[key.call]
    guard call.kind == .call else { return nil }
    let callee = program.callee(of: key)
    if let target = callee.targets.first?.body {
      guard callee.targets.count == 1, !callee.isDynamic, var wrapper = wrappers[target] else { return nil }
      wrapper.path.insert(Finding.Hop(symbol: program.displayName(target), place: call.place), at: 0)
      wrapper.duty.confidence = min(wrapper.duty.confidence, callee.confidence)
      return wrapper
    }
    guard let duty = program.duty(ofResult: key), duty.obligation == .request else { return nil }
    return Wrapper(
      duty: duty, path: [Finding.Hop(symbol: duty.name, place: call.place)],
      hasCallback: callee.facts.contains(where: \.fact.runsArgument))
  }

  // MARK: Wrappers

  private static func wrappers(of program: Program) -> [BodyID: Wrapper] {
    let returned = program.bodies.indices.reduce(into: [BodyID: [Int]]()) { result, id in
      if !program.duplicates.contains(id) { result[id] = returnedCalls(of: id, program) }
    }.filter { !$0.value.isEmpty }
    var found: [BodyID: Wrapper] = [:]
    var changed = true
    while changed {
      changed = false
      for (id, calls) in returned.sorted(by: { $0.key < $1.key }) where found[id] == nil {
        let requests = calls.compactMap { call in
          request(CallKey(body: id, call: call), program, found).flatMap { request in
            returnsUnchanged(call, id, program) ? request : nil
          }
        }
        guard let worst = requests.max(by: { $0.duty.severity < $1.duty.severity }) else { continue }
        found[id] = worst
        changed = true
      }
    }
    return found
  }

  /// Whether the answer of a request that was accepted is what the function returns. Where it is not, the function waits for
  /// the request, say, and tells how that ended.
  private static func returnsUnchanged(_ call: Int, _ id: BodyID, _ program: Program) -> Bool {
    let body = program.body(id)
    guard let flow = body.flow else { return false }
    let (summary, index) = (program.summary(of: id), program.bodies[id].index)
    // A declaration in Swift is no store.
    let declared = summary.locals.indices.first {
      summary.locals[$0].body == index && summary.locals[$0].value == .call(call)
    }
    let stored = flow.blocks.flatMap(\.steps).lazy.compactMap { step -> Int? in
      guard case .store(.local(let local), let value) = step, value.results.contains(call) else { return nil }
      return local
    }.first
    guard let holder = stored ?? declared else { return true }
    var isReturned = false
    // Whether the variable holds the answer.
    var search = PathSearch<Bool>(flow: flow, calls: body.calls) { step, isHeld in
      switch step {
      case .call(call): isHeld = true
      case .bind(holder): isHeld = isHeld && holder == declared
      case .store(.local(holder), let value): isHeld = value.results.contains(call)
      case .use(holder, .result): if isHeld { isReturned = true }
      default: break
      }
      return true
    } end: { _, _ in
    } thrown: { _, _ in
      true
    }
    search.answered = { answer, isHeld in
      let question = flow.questions[answer.question]
      if question.locals == [holder], answer.isYes != question.text.hasSuffix("==0") { isHeld = false }
      return true
    }
    return search.run(false) && isReturned
  }

  /// The calls whose results a function returns as they are, at once or from a variable.
  private static func returnedCalls(of id: BodyID, _ program: Program) -> [Int] {
    let body = program.body(id)
    guard body.kind == .function, let flow = body.flow else { return [] }
    let isSwift = program.summary(of: id).language == .swift
    var calls: Set<Int> = []
    var returned: Set<Int> = []
    var stored: [Int: Set<Int>] = [:]
    for block in flow.blocks {
      for (index, step) in block.steps.enumerated() {
        switch step {
        case .call(let call):
          let isLast = index + 1 == block.steps.count
          // A body that ends in a call without `return` gives its value in Swift only, where it has a result.
          let leaves =
            isLast
            ? isSwift && body.result != nil && block.exits == [ControlFlow.Exit(.end)]
            : block.steps[index + 1].isLeave
          guard leaves, body.calls[call].isResultUsed else { break }
          calls.insert(call)
        case .use(let local, .result): returned.insert(local)
        case .store(.local(let local), let value): stored[local, default: []].formUnion(value.results)
        default: break
        }
      }
    }
    for local in returned { calls.formUnion(stored[local] ?? []) }
    return calls.sorted()
  }
}

extension ControlFlow.Step {
  fileprivate var isLeave: Bool {
    if case .leave = self { return true }
    return false
  }
}

extension Expression {
  /// The calls whose results it may be.
  fileprivate var results: [Int] {
    switch self {
    case .call(let call): [call]
    case .cast(let inner, _): inner.results
    case .either(let all): all.flatMap(\.results)
    default: []
    }
  }
}

extension Fact {
  fileprivate var runsArgument: Bool {
    if case .runs(.argument, .context, _) = claim { return true }
    return false
  }
}
