import Model
import Rules

/// `async let`s that no way reads: they are cancelled where their scope ends, and their errors are lost.
struct UnreadChildren: FaultSearch {
  private let scene: Scene
  private var program: Program { scene.program }

  init(_ scene: Scene) { self.scene = scene }

  func findings(for page: RulePage) -> [Finding] {
    scene.ownBodies.filter { program.body($0).kind == .asyncLet }.compactMap { finding($0, page) }
  }

  private func finding(_ id: BodyID, _ page: RulePage) -> Finding? {
    guard let parent = program.parent(of: id) else { return nil }
    let locals = program.summary(of: id).locals
    // The names are bound in the terms of the child task, and stand before it.
    let start = program.body(id).extent?.lowerBound
    let own = (program.localsByBody[id] ?? []).filter { local in
      let place = locals[local].place
      return start.map { Position(line: place.line, column: place.column) < $0 } ?? true
    }
    guard !isRead(own, in: parent) else { return nil }
    let body = program.body(id)
    let isUnnamed = own.isEmpty
    return Finding(
      rule: page.name, kind: nil, severity: isUnnamed ? .note : .warning, confidence: scene.certainty(of: id),
      place: body.place,
      message: isUnnamed
        ? "this async let has no name to read it by: it is cancelled where its scope ends, and its error is lost"
        : "\(body.name) is never read: it is cancelled where its scope ends, and its error is lost",
      context: scene.context(of: parent), path: [Finding.Hop(symbol: program.displayName(id), place: body.place)],
      remedy: "await it, or call the function without async let")
  }

  /// Whether some way comes to a mention of one of them, in the function or in what it contains.
  private func isRead(_ locals: [Int], in parent: BodyID) -> Bool {
    program.family(of: parent).contains { member in
      program.body(member).flow?.blocks.contains { block in
        block.steps.contains { step in
          if case .use(let local, _) = step { locals.contains(local) } else { false }
        }
      } ?? true
    }
  }
}
