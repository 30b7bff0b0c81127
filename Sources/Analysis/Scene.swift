import Model
import Rules

/// All that is known of a program when the rules read it.
final class Scene {
  let program: Program
  let contexts: Contexts
  let effects: Effects
  /// The contexts of each body, those included that inline closures share with the code around them.
  let roots: [BodyID: [Root]]
  let locks: LockRegions
  private(set) lazy var twins = Twins(self)

  init(program: Program, contexts: Contexts, effects: Effects, roots: [BodyID: [Root]]) {
    self.program = program
    self.contexts = contexts
    self.effects = effects
    self.roots = roots
    locks = LockRegions(program, contexts) { effects.waysOut.ends($0, program) }
  }

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
    } thrown: { call, _ in
      call.map { self.mayThrow(CallKey(body: id, call: $0)) } ?? true
    }
  }

  /// Whether an error may come out of a call under `try`: the compiler's word, or that of the function's declaration. Of what
  /// nobody knows, it is the call that the `try` stands for.
  func mayThrow(_ key: CallKey) -> Bool {
    let call = program.body(key.body).calls[key.call]
    // It makes the error of a `throw`.
    if call.attempt == .none || call.attempt == .traps { return true }
    if let symbol = call.symbol.flatMap({ program.index.symbols[$0] }), let isThrowing = symbol.isThrowing {
      // A function that rethrows does not say so in its name.
      return isThrowing || takesFunction(call)
    }
    let callee = program.callee(of: key)
    if !callee.targets.isEmpty, !callee.factsDecide {
      return callee.targets.contains { program.body($0.body).isThrowing } || takesFunction(call) || callee.isDynamic
    }
    return call.isTriedItself
  }

  private func takesFunction(_ call: Call) -> Bool { call.arguments.contains { $0.value.isClosure } }
}

/// Finds what one pattern of pages speaks of.
protocol FaultSearch {
  init(_ scene: Scene)
  func findings(for page: RulePage) -> [Finding]
}
