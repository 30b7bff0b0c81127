import Model

/// The end of an object runs its deinitialiser. Where the last reference to it goes is seldom in the source.
extension Program {
  /// An object that nobody takes ends where it was made: `_ = Session()`.
  func addDeinitializers(to callee: inout Callee, _ call: Call) {
    guard call.kind == .call, !call.isResultUsed, case .nominal(let info, _)? = callee.constructed else { return }
    guard !callee.targets.contains(where: { handsOnSelf($0.body) }) else { return }
    for type in types.lineage(of: info, self) {
      callee.targets += (types.infos[type].members["deinit"] ?? []).map { Callee.Target(body: $0, parameters: [:]) }
    }
  }

  /// Whether somebody else may keep what an initialiser makes.
  private func handsOnSelf(_ id: BodyID) -> Bool {
    if children[id]?.contains(where: { body($0).kind != .defaultArgument }) == true { return true }
    let summary = summary(of: id)
    if summary.flows.contains(where: { $0.body == bodies[id].index && $0.value == .selfReference }) { return true }
    return body(id).calls.contains { call in
      if call.arguments.contains(where: { $0.value == .selfReference }) { return true }
      guard call.kind == .call else { return false }
      switch call.callee {
      case .member(.selfReference, _): return true
      case .name(let name): return globals[baseName(name)] == nil && methodsByName[baseName(name)] != nil
      default: return false
      }
    }
  }
}
