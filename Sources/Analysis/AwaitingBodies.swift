import Model
import Rules

extension Program {
  /// Whether `await` may stand in the statements of a body: an async function, an async closure, or one that is passed where
  /// an async one is called.
  func mayAwait(in id: BodyID) -> Bool {
    let body = self.body(id)
    guard summary(of: id).language == .swift else { return false }
    if body.isAsync || body.kind == .asyncLet { return true }
    guard case .argument(let number, let index)? = body.use, let parent = self.parent(of: id) else { return false }
    let key = CallKey(body: parent, call: number)
    let callee = self.callee(of: key)
    let call = self.body(parent).calls[number]
    if callee.facts.contains(where: { $0.runsAsync(index, call) }) { return true }
    return callee.targets.contains { target in
      guard let position = target.parameters[index] else { return false }
      let parameters = self.body(target.body).parameters
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
