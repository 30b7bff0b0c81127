import Model

extension Contexts {
  /// The contexts of each body, those included that inline closures share with the code around them.
  func spread() -> [BodyID: [Root]] {
    var result = self.roots
    let order = inline.keys.sorted { ($0.body, $0.call) < ($1.body, $1.call) }
    var pending = Array(result.keys).sorted()
    var byParent: [BodyID: [(key: CallKey, function: BodyID, confidence: Confidence)]] = [:]
    for key in order {
      for (function, confidence) in inline[key] ?? [] where program.body(function).kind == .closure {
        byParent[key.body, default: []].append((key, function, confidence))
      }
    }
    for id in program.bodies.indices where program.body(id).kind == .closure && program.body(id).use == .called {
      if let parent = program.parent(of: id) {
        byParent[parent, default: []].append((CallKey(body: parent, call: -1), id, .resolved))
      }
    }
    while let parent = pending.popLast() {
      for entry in byParent[parent] ?? [] {
        for root in result[parent] ?? [] {
          if root.loop != nil, entry.key.call >= 0,
            !program.body(parent).isInside(program.body(parent).calls[entry.key.call], root)
          {
            continue
          }
          var inherited = root
          inherited.loop = nil
          inherited.confidence = min(root.confidence, entry.confidence)
          if entry.key.call >= 0, program.contextRuledOut(at: entry.key)?.isSameThread(as: root.kind) == true {
            inherited.confidence = .possible
          }
          if result[entry.function]?.contains(where: {
            $0.kind == inherited.kind && $0.confidence >= inherited.confidence
          }) == true {
            continue
          }
          result[entry.function, default: []].append(inherited)
          pending.append(entry.function)
        }
      }
    }
    return result
  }
}

extension Body {
  /// Whether a call stands where a context holds: in its loop, if it is a hand-written one.
  func isInside(_ call: Call, _ root: Root) -> Bool {
    guard let loop = root.loop else { return true }
    var current = call.loop
    while let index = current {
      if index == loop { return true }
      current = loops[index].parent
    }
    return false
  }
}
