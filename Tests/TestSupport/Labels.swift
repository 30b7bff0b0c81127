import Foundation
package import Model

/// How a program is linted: with the compiler's answers or without them.
package enum Tier: String, Sendable, CaseIterable {
  case syntax
  case index
}

/// What a line of a fixture says must be found there: `// finding: RULE`, `// possible(index): RULE - reason`.
///
/// `finding` is certain enough to be shown, `possible` is hidden unless asked for. `missed` and `false alarm` record a wrong answer
/// with its reason; they fail when it becomes right. Without a tier in parentheses the label holds for both. With the index a finding
/// is resolved, unless the label says `inferred`: `// finding(index, inferred): RULE`.
package struct Label: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case finding
    case possible
    case missed
    case falseAlarm = "false alarm"
  }

  package var kind: Kind
  package var tier: Tier?
  package var isInferred = false
  package var rule: String
  package var hasReason: Bool
  package var line: Int

  /// Every label of a text; several may follow each other on a line.
  package static func all(in text: String) -> [Label] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { index, line in
      line.components(separatedBy: "// ").dropFirst().compactMap { Label($0, line: index + 1) }
    }
  }

  private init?(_ comment: String, line: Int) {
    guard let colon = comment.firstIndex(of: ":") else { return nil }
    let head = comment[..<colon].split(whereSeparator: { "(,)".contains($0) })
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard let kind = head.first.flatMap(Kind.init) else { return nil }
    let words = comment[comment.index(after: colon)...].components(separatedBy: " - ")
    self.kind = kind
    tier = head.dropFirst().compactMap(Tier.init).first
    isInferred = head.contains("inferred")
    rule = words[0].trimmingCharacters(in: .whitespaces)
    hasReason = words.count > 1
    self.line = line
  }
}

/// The difference between what a fixture says and what was found in one tier, one line of text for each, by line number.
package func disagreements(of labels: [Label], with findings: [Finding], in tier: Tier) -> [(line: Int, text: String)] {
  let labels = labels.filter { $0.tier == nil || $0.tier == tier }
  var result: [(line: Int, text: String)] = []
  for label in labels {
    let here = findings.filter { $0.place.line == label.line && $0.rule == label.rule }
    let isCertain = here.contains { $0.confidence != .possible }
    let isResolved = here.contains { $0.confidence == .resolved }
    switch label.kind {
    case .finding where !isCertain: result.append((label.line, "missing \(label.rule)"))
    case .finding where tier == .index && isResolved == label.isInferred:
      result.append((label.line, "\(label.rule) is \(isResolved ? "resolved" : "only inferred") here"))
    case .possible where isCertain || here.isEmpty:
      result.append((label.line, here.isEmpty ? "missing possible \(label.rule)" : "\(label.rule) is certain here"))
    case .missed where !here.isEmpty: result.append((label.line, "\(label.rule) is found now: no longer missed"))
    case .missed where !label.hasReason, .falseAlarm where !label.hasReason:
      result.append((label.line, "\(label.kind.rawValue) without a reason"))
    case .falseAlarm where !isCertain: result.append((label.line, "\(label.rule) is no longer a false alarm"))
    default: break
    }
  }
  // What syntax alone suspects is hidden, and the index tells better.
  for finding in findings where tier == .index || finding.confidence != .possible {
    let isExpected = labels.contains { label in
      label.line == finding.place.line && label.rule == finding.rule && label.kind != .missed
    }
    if !isExpected {
      result.append((finding.place.line, "\(finding.rule) (\(finding.confidence)): \(finding.message)"))
    }
  }
  return result.sorted { $0 < $1 }
}
