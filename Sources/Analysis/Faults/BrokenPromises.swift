import Model
import Rules

/// Continuations and promises that some path leaves without a word, or tells twice.
struct BrokenPromises: FaultSearch {
  private let scene: Scene
  private var program: Program { scene.program }

  init(_ scene: Scene) { self.scene = scene }

  func findings(for page: RulePage) -> [Finding] {
    guard let obligation = page.obligation else { return [] }
    let owners = PromiseOwners(program)
    return scene.ownBodies.flatMap { owners.owners(of: obligation, in: $0) }.flatMap { findings($0, page) }
      + (obligation == .continuation ? scene.ownBodies.compactMap { unnamed($0, page) } : [])
  }

  /// A closure that gives its continuation no name can do nothing with it.
  private func unnamed(_ id: BodyID, _ page: RulePage) -> Finding? {
    let body = program.body(id)
    guard body.kind == .closure, case .argument(let number, let argument)? = body.use,
      let parent = program.parent(of: id),
      let index = body.parameters.firstIndex(where: { $0.name == "_" }), index == 0
    else { return nil }
    let key = CallKey(body: parent, call: number)
    for match in program.callee(of: key).facts {
      guard case .runs(.argument(let position), .inline, let passing) = match.fact.claim,
        match.parameters[argument] == position, match.confidence > .possible, let type = passing.first,
        let duty = program.duty(
          of: program.resolve(type, in: TypeScope(summary: program.bodies[id].summary)), seenFrom: id),
        duty.obligation == .continuation
      else { continue }
      let place = program.body(parent).calls[number].place
      return Finding(
        rule: page.name, kind: nil, severity: duty.severity, confidence: scene.certainty(of: id), place: place,
        message: "the continuation has no name here and is never resumed", context: scene.context(of: id),
        path: [Finding.Hop(symbol: duty.name, place: place)], remedy: "resume it exactly once on every path")
    }
    return nil
  }

  // MARK: Paths

  fileprivate struct State: Hashable {
    var isOwed: Bool
    /// The call that completed it.
    var completion: Int?
    var leave: Place?
    /// An error leads out.
    var isThrown = false
    var loops = SkippedLoops()
  }

  /// What the ways of an owner show.
  private final class Outcome {
    var open: [State] = []
    var isEverCompleted = false
    var twice: Set<Int> = []
  }

  private func findings(_ owner: PromiseOwner, _ page: RulePage) -> [Finding] {
    let outcome = Outcome()
    let body = program.body(owner.body)
    let search = scene.paths(in: owner.body) { (step, state: inout State) in
      state.loops.follow(step, in: body)
      switch step {
      case .bind(owner.local): state = State(isOwed: true)
      case .call(let number):
        let call = body.calls[number]
        if let function = program.localFunction(call.callee, in: owner.body), program.reaches(function, owner.local) {
          outcome.isEverCompleted = true
          return false
        }
        guard program.isMade(call, on: owner.local) else { break }
        guard program.completes(owner.duty.obligation, CallKey(body: owner.body, call: number)) else {
          // A method that nobody knows may do anything with it; a property only shows a part of it.
          outcome.isEverCompleted = outcome.isEverCompleted || call.kind == .call
          if call.kind == .call { return false }
          break
        }
        outcome.isEverCompleted = true
        if state.completion != nil { outcome.twice.insert(number) }
        // What gives back another view of the promise has not completed it yet; whoever asked for the view will.
        if !body.calls[number].isResultUsed { state.completion = number }
        state.isOwed = false
      case .use(owner.local, .value), .use(owner.local, .result):
        outcome.isEverCompleted = true
        return false
      case .make(let made):
        let closure = program.id(made, in: program.bodies[owner.body].summary)
        guard program.reaches(closure, owner.local), !isDeclaration(closure) else { break }
        outcome.isEverCompleted = true
        return false
      case .use(let other, .value), .use(let other, .result):
        // A local function is handed on, and with it what it holds.
        guard let function = program.localFunction(.local(other), in: owner.body),
          program.reaches(function, owner.local)
        else { break }
        outcome.isEverCompleted = true
        return false
      case .leave(let place): state.leave = place
      case .use, .bind, .store, .suspend, .turn: break
      }
      return true
    } end: { ending, state in
      // A loop that would complete it is not taken to find nothing to loop over.
      guard state.isOwed, !state.loops.hasSkipped else { return }
      var state = state
      state.isThrown = ending == .threw
      outcome.open.append(state)
    }
    guard search?.run(State(isOwed: !owner.beginsAtBinding)) == true else { return [] }
    let open = outcome.open.filter { _ in !owner.isCapturing || outcome.isEverCompleted }
    let unkept = open.min { $0.comesBefore($1) }
    return (unkept.map { [unkeptFinding(owner, $0, page)] } ?? [])
      + outcome.twice.sorted().map { twiceFinding(owner, $0, page) }
  }

  /// A local function does nothing until it is called.
  private func isDeclaration(_ id: BodyID) -> Bool { program.body(id).kind == .function }

  // MARK: Reports

  private func confidence(_ owner: PromiseOwner) -> Confidence {
    let known = scene.certainty(of: owner.body)
    guard owner.isCapturing else { return known }
    return owner.isShared || !scene.runsOnce(owner.body) ? .possible : known
  }

  private func unkeptFinding(_ owner: PromiseOwner, _ state: State, _ page: RulePage) -> Finding {
    let local = program.summary(of: owner.body).locals[owner.local]
    let start = place(of: owner)
    let way = state.leave.map { Finding.Hop(symbol: "leaves", place: $0) }
    let deed = owner.duty.obligation == .continuation ? "resumed" : "completed"
    let path =
      state.isThrown
      ? " when an error is thrown"
      : state.leave.map { " on the path that leaves at line \($0.line)" } ?? " on some path"
    return Finding(
      // A caller that gets an error learns that something went wrong, and seldom waits for the promise as well.
      rule: page.name, kind: nil, severity: state.isThrown ? .note : owner.duty.severity, confidence: confidence(owner),
      place: start,
      message: "\(local.name) is not \(deed)\(path)", context: scene.context(of: owner.body),
      path: [Finding.Hop(symbol: owner.duty.name, place: start)] + (way.map { [$0] } ?? []),
      remedy: "\(deed == "resumed" ? "resume" : "complete") it exactly once on every path")
  }

  private func twiceFinding(_ owner: PromiseOwner, _ call: Int, _ page: RulePage) -> Finding {
    let local = program.summary(of: owner.body).locals[owner.local]
    let place = program.body(owner.body).calls[call].place
    let deed = owner.duty.obligation == .continuation ? "resumed" : "completed"
    return Finding(
      // A second result for a promise is dropped without a word; a continuation traps.
      rule: page.name, kind: nil, severity: owner.duty.obligation == .continuation ? .error : .warning,
      confidence: scene.certainty(of: owner.body), place: place,
      message: "\(local.name) is \(deed) a second time on some path",
      context: scene.context(of: owner.body), path: [Finding.Hop(symbol: owner.duty.name, place: place)],
      remedy: "leave behind the first, or choose between the two")
  }

  /// The call that gave the owner what it owes, or where its own name stands.
  private func place(of owner: PromiseOwner) -> Place {
    let summary = program.bodies[owner.body].summary
    let declaring = program.id(program.summaries[summary].locals[owner.local].body, in: summary)
    if !owner.isCapturing, case .argument(let call, _)? = program.body(declaring).use,
      let parent = program.parent(of: declaring)
    {
      return program.body(parent).calls[call].place
    }
    return owner.isCapturing
      ? program.body(owner.body).place : program.summaries[summary].locals[owner.local].place
  }
}

extension BrokenPromises.State {
  /// An ordinary way out tells more than an error, and one with a place more than one without.
  fileprivate func comesBefore(_ other: Self) -> Bool {
    if isThrown != other.isThrown { return !isThrown }
    guard let place = leave, let second = other.leave else { return leave != nil && other.leave == nil }
    return place < second
  }
}
