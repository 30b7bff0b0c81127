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
}
