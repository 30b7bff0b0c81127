package import Model
package import Rules

/// Finds the faults of a program: pure, deterministic, and ignorant of every language.
package struct Analysis: Sendable {
  private let rules: Rules
  private let facts: FactTable

  package init(_ rules: Rules) {
    self.rules = rules
    facts = FactTable(rules)
  }

  /// Every finding in the user's own files, whatever its severity and confidence, sorted by place and rule.
  ///
  /// Costs a few microseconds a call; takes the summaries in any order and gives the same answer.
  ///
  /// - Parameter index: What the compiler said of the summaries that were joined with an index store.
  package func findings(in summaries: [Summary], index: SymbolIndex = SymbolIndex()) -> [Finding] {
    let ordered = summaries.sorted { ($0.file, $0.module) < ($1.file, $1.module) }
    let program = Program(ordered, index: index, rules: rules, facts: facts)
    let contexts = Contexts(program)
    let effects = Effects(program, contexts)
    let judge = Judge(program, contexts, effects)
    return judge.findings()
  }

  /// What the public functions of the user's own files do to their callers, as facts would say it, sorted by symbol.
  ///
  /// Without `all`, only what no fact says yet.
  package func publicFacts(
    in summaries: [Summary], index: SymbolIndex = SymbolIndex(), all: Bool = false
  ) -> [InferredFact] {
    let ordered = summaries.sorted { ($0.file, $0.module) < ($1.file, $1.module) }
    let program = Program(ordered, index: index, rules: rules, facts: facts)
    let contexts = Contexts(program)
    let interface = Interface(program)
    let found =
      PublicEffects(program, Effects(program, contexts), interface).facts()
      + PublicCallbacks(program: program, interface: interface).facts()
    let types = PublicTypes(program: program, interface: interface).facts(beside: found)
    let sorted = (found + types).sorted {
      ($0.fact.symbol.spelling, $0.fact.order) < ($1.fact.symbol.spelling, $1.fact.order)
    }
    return all ? sorted : sorted.filter { !program.isKnown($0.fact) }
  }
}
