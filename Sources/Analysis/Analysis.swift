package import Model
package import Rules

/// Finds the faults of a program.
package struct Analysis: Sendable {
  package init(_ rules: Rules) {}

  package func findings(in summaries: [Summary]) -> [Finding] { [] }
}
