import Model
import Rules

/// Which of several functions, and which accessors, fit a call.
extension Program {
  /// The function whose labels fit; several that differ by type only stay several.
  func overloads(_ candidates: [BodyID], _ call: Call, in id: BodyID) -> [Callee.Target] {
    let candidates = candidates.compactMap { candidate -> Callee.Target? in
      let body = body(candidate)
      guard body.kind == .function || body.kind == .initializer else { return nil }
      return ParameterMatch.match(call.arguments, body.parameters).map {
        Callee.Target(body: candidate, parameters: $0)
      }
    }
    let fitting = fittingByType(onThisPlatform(candidates), call, in: id)
    // `await f()` means the async one of two, and a plain call in between two is never the async one.
    let isAwaited = call.awaited == .direct
    let matching = fitting.filter { body($0.body).isAsync == isAwaited }
    if fitting.count > 1, !matching.isEmpty { return preferred(matching) }
    return preferred(fitting)
  }

  /// Of several definitions of one function under `#if`, those that this platform compiles; all when none is known to be.
  func onThisPlatform(_ targets: [Callee.Target]) -> [Callee.Target] {
    guard targets.count > 1 else { return targets }
    let compiled = targets.filter { !PlatformCondition.excludesHost(body($0.body).condition) }
    return compiled.isEmpty ? targets : compiled
  }

  /// The overloads with the fewest parameters left to their defaults.
  func preferred(_ targets: [Callee.Target]) -> [Callee.Target] {
    guard targets.count > 1 else { return targets }
    let omitted = targets.map { body($0.body).parameters.count - Set($0.parameters.values).count }
    guard let least = omitted.min() else { return targets }
    return zip(targets, omitted).filter { $0.1 == least }.map(\.0)
  }

  func members(named name: String, of info: Int, _ call: Call, from id: BodyID) -> [Callee.Target] {
    let visible = (types.infos[info].members[name] ?? []).filter {
      isVisible(bodies[$0].summary, body($0).isFileLocal, from: bodies[id].summary)
    }
    switch call.kind {
    case .call: return overloads(visible, call, in: id)
    case .read, .write, .iterate, .reference:
      return accessors(named: name, among: visible, call)?.targets ?? []
    }
  }

  /// The accessors that reading or writing a property or subscript runs.
  func accessors(named name: String, among candidates: [BodyID], _ call: Call) -> Callee? {
    let kinds: [Body.Kind] =
      switch call.kind {
      case .read, .iterate, .reference: [.getter, .subscriptGetter, .initialValue]
      case .write: [.setter, .subscriptSetter, .willSet, .didSet]
      case .call: []
      }
    let targets = candidates.filter { candidate in
      let body = body(candidate)
      guard kinds.contains(body.kind) else { return false }
      // The initial value of a stored property runs when the object is made; of a lazy or static one, when it is read.
      if body.kind == .initialValue { return isReadOnDemand(body, candidate) }
      guard body.kind == .subscriptGetter || body.kind == .subscriptSetter else { return true }
      // A setter's own `newValue` comes after what stands in the brackets.
      let inBrackets =
        body.kind == .subscriptSetter ? body.parameters.filter { $0.name != "newValue" } : body.parameters
      return ParameterMatch.match(call.arguments, inBrackets) != nil
    }
    return targets.isEmpty ? nil : Callee(targets: targets.map { Callee.Target(body: $0, parameters: identity(call)) })
  }

  func isReadOnDemand(_ body: Body, _ id: BodyID) -> Bool {
    guard let owner = body.owner else { return true }
    let properties = summary(of: id).properties
    return properties.contains { $0.owner == owner && $0.name == baseName(body.name) && ($0.isStatic || $0.isLazy) }
  }
}
