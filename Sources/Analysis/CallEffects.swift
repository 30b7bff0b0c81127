import Model
import Rules

extension Effects {
  /// What a call does in a context, by kind, each in the shortest way; worse first.
  func worst(at key: CallKey, _ root: Root) -> [Candidate] {
    var all = direct(key)
    for (target, confidence) in entered(key) where passesOn(target) {
      // What a closure that runs within the call does is reported inside it.
      if isWrittenHere(target, key) { continue }
      for (deeper, effect) in effects[target] ?? [:] {
        let passed = seen(
          deeper, in: target, confidence: unavoidable[key] == target ? .resolved : confidence, from: key)
        all.append(
          Effect(key: passed, length: effect.length + 1, call: key.call, next: (target, deeper), cause: effect.cause))
      }
    }
    for index in all.indices where all[index].key.ruledOut?.isSameThread(as: root.kind) == true {
      // Another loop than the one that was asked about may still be the one it runs on.
      all[index].key.confidence = .possible
    }
    let sorted = all.sorted {
      if $0.key != $1.key { return EffectKey.isWorse($0.key, $1.key) }
      let (left, right) = (($0.length, $0.next?.body ?? -1), ($1.length, $1.next?.body ?? -1))
      if left != right { return left < right }
      guard let near = $0.next?.key, let far = $1.next?.key else { return false }
      return near.precedes(far)
    }
    // Every kind is offered, so that a rule that asks for one kind finds it; `keep` chooses among the findings.
    var kinds: Set<EffectKey> = []
    return sorted.filter { kinds.insert($0.key).inserted }.map { Candidate(root: root, key: key, effect: $0) }
  }

  /// A closure that stands in the call itself, as an argument or as what is called.
  private func isWrittenHere(_ target: BodyID, _ key: CallKey) -> Bool {
    guard program.body(target).kind == .closure, program.parent(of: target) == key.body else { return false }
    switch program.body(target).use {
    case .argument, .called: return true
    case .assigned, .returned, .other, nil: return false
    }
  }
}

extension ContextKind {
  func isSameThread(as other: ContextKind) -> Bool {
    self == other || [self, other].allSatisfy { $0 == .mainActor || $0 == .mainQueue }
  }
}
