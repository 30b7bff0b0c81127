import Model
import Rules

/// Locks that are held where a task may be suspended, or around the closure of a continuation.
struct LockedSuspensions: FaultSearch {
  private let scene: Scene
  private var program: Program { scene.program }

  init(_ scene: Scene) { self.scene = scene }

  func findings(for page: RulePage) -> [Finding] {
    let own = Set(scene.ownBodies)
    var known: Set<Place> = []
    return scene.locks.suspensions.filter { suspension in
      own.contains(suspension.body) && isAroundContinuation(suspension) == (page.pattern == .lockedContinuation)
        && (page.pattern == .lockedContinuation || !isGivenBack(suspension))
        && known.insert(suspension.place).inserted
    }.map { finding($0, page) }
  }

  /// The closure of what is waited for releases the lock before anyone waits.
  private func isGivenBack(_ suspension: LockedSuspension) -> Bool {
    suspension.call.map { scene.locks.isGivenBack(suspension.lock, withinCall: $0, of: suspension.body) } ?? false
  }

  /// A call that runs its closure at once and hands it a continuation.
  private func isAroundContinuation(_ suspension: LockedSuspension) -> Bool {
    guard let call = suspension.call else { return false }
    return program.callee(of: CallKey(body: suspension.body, call: call)).facts.contains { match in
      guard case .runs(.argument, .inline, let passing) = match.fact.claim, let type = passing.first else {
        return false
      }
      let resolved = program.resolve(type, in: TypeScope(summary: program.bodies[suspension.body].summary))
      return program.duty(of: resolved, seenFrom: suspension.body)?.obligation == .continuation
    }
  }

  private func finding(_ suspension: LockedSuspension, _ page: RulePage) -> Finding {
    let calls = program.body(suspension.body).calls
    let lock = suspension.lock
    let taken = calls[lock.taking]
    let path =
      [Finding.Hop(symbol: program.name(of: taken), place: taken.place)]
      + (suspension.call.map { [Finding.Hop(symbol: program.name(of: calls[$0]), place: suspension.place)] } ?? [])
    let isContinuation = page.pattern == .lockedContinuation
    return Finding(
      rule: page.name, kind: BlockingKind.lock.rawValue,
      severity: isContinuation && isGivenBack(suspension) ? .warning : .error,
      confidence: min(lock.confidence, scene.certainty(of: suspension.body)), place: suspension.place,
      message: isContinuation
        ? "\(lock.spelled) is held while the closure of this continuation runs and until it is resumed"
        : "\(lock.spelled), taken at line \(taken.place.line), is held where this task may be suspended",
      context: scene.context(of: suspension.body), path: path,
      remedy: isContinuation
        ? "release it before, and take it inside the closure"
        : "release it before the await, or keep the state in an actor"
    )
  }
}
