import Model
import Rules

/// Throwing task groups that are left with children whose errors nobody has asked for.
struct DroppedGroups: FaultSearch {
  private let scene: Scene
  private let throwing: Throwing
  private var program: Program { scene.program }

  init(_ scene: Scene) {
    self.scene = scene
    throwing = Throwing(scene)
  }

  func findings(for page: RulePage) -> [Finding] {
    scene.ownBodies.flatMap { id in
      groups(in: id).compactMap { finding(id, $0.local, $0.duty, page) }
    }
  }

  /// The parameters of closures that are task groups: who makes the group leaves it.
  private func groups(in id: BodyID) -> [(local: Int, duty: Duty)] {
    let summary = program.summary(of: id)
    guard program.body(id).kind == .closure else { return [] }
    return (program.localsByBody[id] ?? []).compactMap { local in
      guard case .parameter = summary.locals[local].kind,
        let duty = program.duty(
          of: program.type(ofLocal: LocalKey(summary: program.bodies[id].summary, local: local)), seenFrom: id),
        duty.obligation == .group
      else { return nil }
      return (local, duty)
    }
  }

  private func finding(_ id: BodyID, _ group: Int, _ duty: Duty, _ page: RulePage) -> Finding? {
    let body = program.body(id)
    var lost: Set<Int> = []
    // The state is the child that was started last and not asked for since.
    let search = scene.paths(in: id) { [program] (step, child: inout Int?) in
      switch step {
      case .call(let number):
        let call = body.calls[number]
        guard program.isMade(call, on: group) else { break }
        if startsThrowingChild(CallKey(body: id, call: number)) {
          child = number
        } else if program.completes(.group, CallKey(body: id, call: number)) || call.kind == .iterate {
          child = nil
        }
      case .use(group, .value), .use(group, .result):
        // `for try await … in group` mentions it, and whoever it is handed to may ask.
        return false
      case .make(let made):
        // A closure that mentions the group may wait for it.
        let closure = program.id(made, in: program.bodies[id].summary)
        return !program.family(of: closure).contains { program.mentions($0, group) }
      case .use, .bind, .store, .suspend, .turn, .leave: break
      }
      return true
    } end: { ending, child in
      if ending == .returned, let child { lost.insert(child) }
    }
    guard search?.run(nil) == true, let child = lost.min() else { return nil }
    return finding(id, group, duty, child, page)
  }

  private func startsThrowingChild(_ key: CallKey) -> Bool {
    let call = program.body(key.body).calls[key.call]
    return program.callee(of: key).facts.contains { match in
      guard case .runs(.argument(let position), .context, _) = match.fact.claim else { return false }
      // It may start none, and somebody asks whether it did.
      if program.name(of: call).hasSuffix("UnlessCancelled"), call.isResultUsed { return false }
      return call.arguments.indices.contains { index in
        match.parameters[index] == position
          && program.functions(of: call.arguments[index].value, in: key.body).contains(where: throwing.losesErrors)
      }
    }
  }

  private func finding(_ id: BodyID, _ group: Int, _ duty: Duty, _ child: Int, _ page: RulePage) -> Finding? {
    guard case .argument(let number, _)? = program.body(id).use, let parent = program.parent(of: id) else { return nil }
    let place = program.body(parent).calls[number].place
    let name = program.summary(of: id).locals[group].name
    let started = program.body(id).calls[child].place
    var finding = Finding(
      rule: page.name, kind: nil, severity: duty.severity, confidence: scene.certainty(of: id), place: place,
      message: "\(name) is left without waiting for its children: the errors of the one started at line "
        + "\(started.line) are lost",
      context: scene.context(of: parent),
      path: [Finding.Hop(symbol: duty.name, place: place), Finding.Hop(symbol: "addTask", place: started)],
      remedy: "try await \(name).waitForAll()")
    finding.repair = .waitForAll
    return finding
  }
}
