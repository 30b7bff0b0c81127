import Model
import Rules

/// Lets the rule pages claim what was seen.
struct Judge {
  let program: Program
  let contexts: Contexts
  let effects: Effects
  private let witness: Witness

  init(_ program: Program, _ contexts: Contexts, _ effects: Effects) {
    self.program = program
    self.contexts = contexts
    self.effects = effects
    witness = Witness(program: program, effects: effects)
  }

  func findings() -> [Finding] {
    var best: [ReportKey: Finding] = [:]
    let scene = Scene(program: program, contexts: contexts, effects: effects, roots: contexts.spread())
    for candidate in candidates(scene.roots) {
      guard let page = page(for: candidate, scene), let finding = finding(candidate, page: page, scene) else {
        continue
      }
      keep(finding, in: &best)
    }
    for page in program.rules.pages {
      for finding in search(for: page, scene)?.findings(for: page) ?? [] { keep(finding, in: &best) }
    }
    return best.values.sorted { ($0.place, $0.rule) < ($1.place, $1.rule) }
  }

  /// Who looks for what a page speaks of, where calls that block say nothing of it.
  private func search(for page: RulePage, _ scene: Scene) -> (any FaultSearch)? {
    switch (page.pattern, page.obligation) {
    case (.owed, .group): DroppedGroups(scene)
    case (.owed, .continuation), (.owed, .promise): BrokenPromises(scene)
    case (.dropped, .task): DroppedTasks(scene)
    case (.dropped, .future): DroppedFutures(scene)
    case (.dropped, .request): IgnoredRequests(scene)
    case (.owed, .thread): UnjoinedThreads(scene)
    case (.unread, _): UnreadChildren(scene)
    case (.uncancelled, _): SwallowedCancellations(scene)
    case (.endless, _): EndlessLoops(scene)
    case (.held, _): LockedCalls(scene)
    case (.twin, _): TwinCalls(scene)
    case (.needless, _), (.pretence, _): UnsuspendedFunctions(scene)
    case (.lockedAwait, _), (.lockedContinuation, _): LockedSuspensions(scene)
    default: nil
    }
  }

  private struct ReportKey: Hashable {
    var place: Place
    var group: String
  }

  /// One finding a call: the worst that can be said with the same certainty.
  private func keep(_ finding: Finding, in best: inout [ReportKey: Finding]) {
    let pattern = program.rules.pages.first { $0.name == finding.rule }?.pattern
    let group =
      switch pattern {
      case .call, .spin, nil: "call"
      default: finding.rule
      }
    let key = ReportKey(place: finding.place, group: group)
    guard let known = best[key] else {
      best[key] = finding
      return
    }
    if rank(finding) < rank(known) { best[key] = finding }
  }

  private func rank(_ finding: Finding) -> (Int, Int, Int, Int, String) {
    (
      finding.confidence > .possible ? 0 : 1, -finding.severity.rank, -finding.confidence.rank, finding.path.count,
      finding.rule + finding.message
    )
  }

  // MARK: Calls

  private func candidates(_ roots: [BodyID: [Root]]) -> [Candidate] {
    var result: [Candidate] = []
    for (id, roots) in roots.sorted(by: { $0.key < $1.key }) {
      guard !program.summary(of: id).isDependency, !program.duplicates.contains(id) else { continue }
      let body = program.body(id)
      let inOrder = body.calls.indices.sorted { (body.calls[$0].place, $0) < (body.calls[$1].place, $1) }
      for root in roots {
        var made: Set<BodyID> = []
        for number in inOrder where body.isInside(body.calls[number], root) {
          let key = CallKey(body: id, call: number)
          let values = effects.entered(key).map(\.body).filter(program.runsOnce)
          // The value of a global is made at the first of several reads.
          if !values.isEmpty, made.isSuperset(of: values) { continue }
          for value in values { make(value, &made) }
          result += effects.worst(at: key, root)
        }
        result += spins(in: id, root)
      }
    }
    return result
  }

  /// Making the value of a global makes those that it is made from.
  private func make(_ value: BodyID, _ made: inout Set<BodyID>) {
    guard made.insert(value).inserted else { return }
    for number in program.body(value).calls.indices {
      for entered in effects.entered(CallKey(body: value, call: number)) where program.runsOnce(entered.body) {
        make(entered.body, &made)
      }
    }
  }

  private func spins(in id: BodyID, _ root: Root) -> [Candidate] {
    let body = program.body(id)
    return SpinLoops(program).loops(in: id).filter { loop in
      guard let within = root.loop else { return true }
      return within == loop || body.loops[loop].parent == within
    }.map { loop in
      let key = EffectKey(kind: .spin, severity: .error, confidence: .inferred)
      return Candidate(root: root, key: nil, effect: Effect(key: key, length: 1, cause: .spin(id, loop: loop)))
    }
  }

  // MARK: Rules

  /// The most particular rule that speaks of what was seen.
  private func page(for candidate: Candidate, _ scene: Scene) -> RulePage? {
    program.rules.pages.filter { claims($0, candidate, scene) }.max { particularity($0) < particularity($1) }
  }

  private func particularity(_ page: RulePage) -> Int {
    (page.isOwnExecutor ? 4 : 0) + (page.pattern == .twin ? 3 : 0) + (page.isInsideDetached ? 2 : 0)
      + (page.pattern == .spin ? 1 : 0)
  }

  private func claims(_ page: RulePage, _ candidate: Candidate, _ scene: Scene) -> Bool {
    let isSpin = candidate.effect.key.kind == .spin
    if page.pattern == .twin { return !isSpin && twin(for: candidate, scene) != nil }
    guard page.pattern == (isSpin ? .spin : .call) else { return false }
    guard page.kinds.isEmpty || page.kinds.contains(candidate.effect.key.kind) else { return false }
    guard page.contexts.isEmpty || page.contexts.contains(candidate.root.kind) else { return false }
    if page.isInsideDetached, candidate.root.origin != "detached" { return false }
    guard page.isOwnExecutor else { return true }
    return candidate.effect.key.awaits != nil && candidate.effect.key.awaits == candidate.root.kind.executor
  }

  /// The async function to call instead, where the call may be awaited; it is not told to call itself.
  private func twin(for candidate: Candidate, _ scene: Scene) -> Twin? {
    guard let key = candidate.key, candidate.effect.next != nil, program.mayAwait(in: key.body),
      !program.body(key.body).calls[key.call].isDeferred, let twin = scene.twins.twin(of: key), let body = twin.body,
      body != program.outermost(key.body)
    else { return nil }
    return twin
  }

  private func finding(_ candidate: Candidate, page: RulePage, _ scene: Scene) -> Finding? {
    let key = candidate.effect.key
    let body = candidate.key?.body ?? candidate.effect.spinBody ?? candidate.root.body
    guard
      let place = candidate.key.map({ program.body($0.body).calls[$0.call].place })
        ?? candidate.effect.spinPlace(in: program)
    else { return nil }
    let path = witness.path(candidate.effect, from: body)
    var finding = Finding(
      rule: page.name, kind: key.kind.rawValue, severity: key.severity, confidence: candidate.confidence, place: place,
      message: message(candidate, path), context: context(candidate.root), path: path,
      remedy: program.remedy(candidate.effect.cause, for: body))
    finding.repair = CallRepair(program: program).repair(of: candidate)
    if page.pattern == .twin, let twin = twin(for: candidate, scene) {
      finding.remedy = "await " + twin.name
      finding.repair = twin.body.map { repair(calling: program.body($0), instead: candidate.effect.next?.body) }
    }
    return finding
  }

  /// Labels are told only where they differ: a caller may leave some of them out.
  private func repair(calling twin: Body, instead id: BodyID?) -> Repair {
    let name = baseName(twin.name)
    let labels = twin.name.dropFirst(name.count)
    let own = id.map { program.body($0).name } ?? twin.name
    let isSame = own.dropFirst(baseName(own).count) == labels
    return .callTwin(name: isSame ? name : twin.name, isThrowing: twin.isThrowing)
  }

  private func context(_ root: Root) -> Finding.Context {
    Finding.Context(kind: root.kind, symbol: program.displayName(root.body), place: program.body(root.body).place)
  }

  private func message(_ candidate: Candidate, _ path: [Finding.Hop]) -> String {
    let place = candidate.root.kind.place
    let deed = candidate.effect.key.kind.deed
    guard let first = path.first, let last = path.last else { return "blocks " + place }
    let own = candidate.effect.key.awaits != nil && candidate.effect.key.awaits == candidate.root.kind.executor
    let why = own ? ", which the work it waits for needs: it can deadlock" : ""
    if candidate.key == nil { return "this loop \(deed) \(place)" }
    if case .statement(_, let message?) = candidate.effect.cause, !message.isEmpty {
      return "\(first.symbol) blocks \(place): \(message)"
    }
    if case .statement = candidate.effect.cause { return "\(first.symbol) blocks \(place)" }
    return path.count == 1
      ? "\(first.symbol) \(deed) \(place)\(why)"
      : "\(first.symbol) reaches \(last.symbol), which \(deed) \(place)\(why)"
  }
}

extension Effect {
  fileprivate var spinBody: BodyID? {
    if case .spin(let body, _) = cause { return body }
    return nil
  }

  fileprivate func spinPlace(in program: Program) -> Place? {
    guard case .spin(let body, let loop) = cause else { return nil }
    return program.body(body).loops[loop].place
  }
}
