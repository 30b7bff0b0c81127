import Model
import Rules

/// What a blocking call could be replaced by, where the code around may `await`.
struct CallRepair {
  let program: Program

  func repair(of candidate: Candidate) -> Repair? {
    guard candidate.confidence > .possible, let key = candidate.key, mayAwait(in: key.body) else { return nil }
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

  /// An async function, an async closure, or one that is passed where an async one is called.
  private func mayAwait(in id: BodyID) -> Bool {
    let body = program.body(id)
    guard program.summary(of: id).language == .swift else { return false }
    if body.isAsync || body.kind == .asyncLet { return true }
    guard case .argument(let number, let index)? = body.use, let parent = program.parent(of: id) else { return false }
    let key = CallKey(body: parent, call: number)
    let callee = program.callee(of: key)
    let call = program.body(parent).calls[number]
    if callee.facts.contains(where: { $0.runsAsync(index, call) }) { return true }
    return callee.targets.contains { target in
      guard let position = target.parameters[index] else { return false }
      let parameters = program.body(target.body).parameters
      guard parameters.indices.contains(position), case .function(let type) = parameters[position].type else {
        return false
      }
      return type.isAsync
    }
  }
}

extension Callee.Match {
  /// Whether the closure passed there is an async one: a task's, and not what is called when the task is cancelled.
  fileprivate func runsAsync(_ index: Int, _ call: Call) -> Bool {
    guard confidence > .possible, fact.symbol.module == "Swift",
      case .runs(.argument(let position), let execution, _) = fact.claim,
      parameters[index] == position, call.arguments[index].label?.hasPrefix("on") != true
    else { return false }
    return execution == .creator || execution == .context(.async)
  }
}
