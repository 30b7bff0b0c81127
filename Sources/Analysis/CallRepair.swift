import Model
import Rules

/// What a blocking call could be replaced by, where the code around may `await`.
struct CallRepair {
  let program: Program

  func repair(of candidate: Candidate) -> Repair? {
    guard candidate.confidence > .possible, let key = candidate.key, program.mayAwait(in: key.body) else { return nil }
    let call = program.body(key.body).calls[key.call]
    // What a deferred call waits for, the end of the scope would have to wait for.
    guard call.awaited == .none || call.awaited == .covered, !call.isDeferred, !call.isImplicit else { return nil }
    if candidate.effect.next == nil, case .fact(let fact) = candidate.effect.cause, let template = fact.fix {
      let match = program.callee(of: key).facts.first { $0.fact == fact }
      // C's functions answer whether they were interrupted.
      return match.flatMap { template.numbered(by: $0.parameters, of: call) }
        .map { .replaceCall($0, losesResult: fact.symbol.language == .c) }
    }
    return isOffloadable(candidate, call) ? .offload : nil
  }

  /// A lock must be given back by the thread that took it, and a closure belongs to the code around it.
  private func isOffloadable(_ candidate: Candidate, _ call: Call) -> Bool {
    guard call.kind == .call || call.kind == .read, !call.arguments.contains(where: { $0.value.isClosure }) else {
      return false
    }
    return candidate.effect.key.kind != .lock && candidate.effect.key.kind != .spin
  }
}
