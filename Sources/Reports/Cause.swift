import Model

/// Findings in the order of the report, those with one cause together.
enum Entry {
  case single(Finding)
  case shared(Cause, [Finding])

  /// A group stands where its first finding stood.
  static func entries(of findings: [Finding]) -> [Entry] {
    var members: [Cause: [Finding]] = [:]
    for finding in findings {
      if let cause = Cause(finding) { members[cause, default: []].append(finding) }
    }
    var shown: Set<Cause> = []
    return findings.compactMap { finding in
      guard let cause = Cause(finding), let group = members[cause], group.count > 1 else { return .single(finding) }
      return shown.insert(cause).inserted ? .shared(cause, group) : nil
    }
  }
}

/// The call in a helper that blocks, whoever calls the helper.
struct Cause: Hashable {
  let rule: String
  let helper: String
  let api: String
  let place: Place

  /// Nil when the finding stands at the blocking call itself, or nobody knows where that call is.
  init?(_ finding: Finding) {
    guard finding.path.count > 1, let api = finding.path.last, let place = api.place else { return nil }
    rule = finding.rule
    helper = finding.path[finding.path.count - 2].symbol
    self.api = api.symbol
    self.place = place
  }
}
