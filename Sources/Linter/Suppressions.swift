import Model

/// Applies the comments that ask for silence, and reports those that nobody needs.
struct Suppressions {
  /// The page that speaks of suppressions which suppress nothing.
  static let rule = "unused-suppression"

  private struct Line: Hashable {
    var file: String
    var number: Int
  }

  let summaries: [Summary]
  /// The names that a suppression may use.
  let rules: Set<String>

  /// What remains of the findings, and what is to be said about the suppressions themselves.
  ///
  /// All findings count, also those that the options hide: whether a suppression is needed must not depend on them.
  func applied(to findings: [Finding]) -> [Finding] {
    let byLine = Dictionary(grouping: findings) { Line(file: $0.place.file, number: $0.place.line) }
    var suppressed: Set<Finding> = []
    var remarks: [Finding] = []
    // A header's comments come with every file that includes it.
    var seen: Set<Suppression> = []
    for summary in summaries {
      for suppression in summary.suppressions where seen.insert(suppression).inserted {
        let candidates = byLine[Line(file: suppression.place.file, number: suppression.line)] ?? []
        remarks += apply(suppression, in: summary, to: candidates, suppressed: &suppressed)
      }
    }
    return findings.filter { !suppressed.contains($0) } + remarks
  }

  private func apply(
    _ suppression: Suppression, in summary: Summary, to candidates: [Finding], suppressed: inout Set<Finding>
  ) -> [Finding] {
    guard !suppression.rules.isEmpty else {
      return [remark("suppression names no rule", suppression, in: summary)]
    }
    return suppression.rules.compactMap { name in
      let pattern = Selection.Pattern(name)
      guard rules.contains(pattern.rule) else {
        return remark("suppression names an unknown rule, \(name)", suppression, in: summary)
      }
      let matching = candidates.filter(pattern.matches)
      suppressed.formUnion(matching)
      return matching.isEmpty ? remark("suppression of \(name) suppresses nothing", suppression, in: summary) : nil
    }
  }

  private func remark(_ message: String, _ suppression: Suppression, in summary: Summary) -> Finding {
    let place = suppression.place
    let body = summary.bodies.last { $0.place.file == place.file && $0.place <= place && $0.kind != .closure }
    // A comment runs nowhere, yet every finding has a context; the readers of reports rely on it.
    let context = Finding.Context(kind: .async, symbol: body?.name ?? summary.module, place: body?.place)
    return Finding(
      rule: Self.rule, kind: nil, severity: .warning, confidence: .resolved, place: suppression.place,
      message: message, context: context, path: [], remedy: "remove the comment, or name the rule it is meant for")
  }
}
