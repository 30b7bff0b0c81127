import Model
import Rules

/// All that is known of a program when the rules read it.
struct Scene {
  let program: Program
  let contexts: Contexts
  let effects: Effects
  /// The contexts of each body, those included that inline closures share with the code around them.
  let roots: [BodyID: [Root]]

  /// The bodies that are reported on, in order.
  var ownBodies: [BodyID] {
    program.bodies.indices.filter { !program.duplicates.contains($0) && !program.summary(of: $0).isDependency }
  }

  /// Whether control does not come back from a call.
  func ends(_ key: CallKey) -> Bool { effects.waysOut.ends(key, program) }

  /// Where a body runs, as a finding names it: the surest context, or none.
  func context(of id: BodyID) -> Finding.Context {
    let root = (roots[id] ?? []).max { $0.confidence < $1.confidence }
    return Finding.Context(
      kind: root.flatMap { $0.confidence > .possible ? $0.kind : nil }, symbol: program.displayName(id),
      place: program.body(id).place)
  }

  /// How sure a reader's answers about a file are at best.
  func certainty(of id: BodyID) -> Confidence {
    program.summary(of: id).resolution == .resolved || program.summary(of: id).language == .c ? .resolved : .inferred
  }

  /// A search through the ways of a body, with a way ending at calls that do not return.
  func paths<State: Hashable>(
    in id: BodyID, step: @escaping (ControlFlow.Step, inout State) -> Bool,
    end: @escaping (PathSearch<State>.Ending, State) -> Void
  ) -> PathSearch<State>? {
    guard let flow = program.body(id).flow else { return nil }
    return PathSearch(flow: flow, calls: program.body(id).calls) { next, state in
      guard step(next, &state) else { return false }
      if case .call(let call) = next { return !self.ends(CallKey(body: id, call: call)) }
      return true
    } end: {
      end($0, $1)
    }
  }
}

/// Finds what one pattern of pages speaks of.
protocol FaultSearch {
  init(_ scene: Scene)
  func findings(for page: RulePage) -> [Finding]
}
