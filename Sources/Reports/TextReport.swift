import Model

/// What a person reads at a terminal.
struct TextReport {
  let report: Report
  let options: ReportOptions

  var text: String {
    let findings = Entry.entries(of: report.findings.seenFirst).map { entry in
      switch entry {
      case .single(let finding): lines(of: finding)
      case .shared(let cause, let findings): lines(of: cause, reachedBy: findings)
      }
    }
    let summary = ReportSummary(report: report, options: options)
    var last = summary.lines
    if summary.isAlarming { last[0] = style.paint(last[0], .error) }
    return (findings + [unpredicted, last]).filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(
      separator: "\n")
  }

  private var style: Style { Style(isOn: options.colors) }

  private func lines(of finding: Finding) -> [String] {
    let head = head(finding.place, finding.severity, finding.message, rule: finding.rule)
    return [head] + evidence(of: finding) + excerpt(finding.place) + path(of: finding) + remedy(finding.remedy)
      + fix(of: finding) + context(of: finding)
  }

  private func evidence(of finding: Finding) -> [String] {
    finding.evidenceLabel.map { ["  \(style.paint($0, .error))"] } ?? []
  }

  private var unpredicted: [String] {
    guard let sites = report.seen?.unpredicted, !sites.isEmpty else { return [] }
    return ["stalls that no finding predicts:"]
      + sites.map { site in
        let place = site.place.map { "\(style.paint("\($0.file.printable):\($0.line)", .strong)): " } ?? ""
        return "  \(place)\(site.label)"
      }
  }

  private func lines(of cause: Cause, reachedBy findings: [Finding]) -> [String] {
    let severity = findings.map(\.severity).max() ?? .note
    let message = "\(cause.helper) calls \(cause.api) and is reached from \(counted(findings.count, "place"))"
    let remedies = Set(findings.map(\.remedy))
    let shared = remedies.count == 1 ? findings.first?.remedy : nil
    var lines = [head(cause.place, severity, message, rule: cause.rule)] + excerpt(cause.place) + remedy(shared)
    for finding in findings {
      lines.append("  " + head(finding.place, finding.severity, finding.message, rule: nil))
      let details =
        evidence(of: finding) + way(of: finding) + (shared == nil ? remedy(finding.remedy) : []) + fix(of: finding)
        + context(of: finding)
      lines += details.map { "  " + $0 }
    }
    return lines
  }

  private func head(_ place: Place, _ severity: Severity, _ message: String, rule: String?) -> String {
    let head = "\(style.paint(place.label, .strong)): \(style.paint("\(severity.rawValue):", Style.Role(severity)))"
    let text = "\(head) \(style.paint(message.printable, .strong))"
    return rule.map { "\(text) \(style.paint("[\($0.printable)]", .rule))" } ?? text
  }

  private func excerpt(_ place: Place) -> [String] {
    guard let line = options.sourceLine?(place) else { return [] }
    let (source, caret) = SourceLine(line, column: place.column).excerpt
    let number = String(place.line)
    let padding = String(repeating: " ", count: number.count)
    return [
      "  \(style.paint("\(number) |", .rule)) \(source)",
      "  \(style.paint("\(padding) |", .rule)) \(style.paint(caret, .caret))",
    ]
  }

  private func path(of finding: Finding) -> [String] {
    // A single call at the place reported says nothing that its message has not said.
    if finding.path.count == 1, let hop = finding.path.first, hop.place == nil || hop.place == finding.place,
      finding.message.contains(hop.symbol)
    {
      return []
    }
    return finding.path.map(line)
  }

  /// The hops before the helper that the group is about.
  private func way(of finding: Finding) -> [String] {
    finding.path.count > 2 ? finding.path.dropLast().map(line) : []
  }

  private func line(_ hop: Finding.Hop) -> String {
    let place = hop.place.map { "  \(style.paint($0.label, .rule))" } ?? ""
    return "    \(hop.symbol.printable)\(place)"
  }

  private func remedy(_ remedy: String?) -> [String] {
    remedy.map { ["  \(style.paint("instead:", .remedy)) \($0.printable)"] } ?? []
  }

  private func fix(of finding: Finding) -> [String] {
    switch finding.fix?.applicability {
    case .safe: ["  \(style.paint("fixable:", .remedy)) --fix"]
    case .unsafe: ["  \(style.paint("fixable:", .remedy)) --fix --unsafe-fixes"]
    case nil: []
    }
  }

  private func context(of finding: Finding) -> [String] {
    let context = finding.context
    guard context.symbol.isEmpty || !finding.message.contains(context.symbol) else { return [] }
    let place = context.place.flatMap { $0.line == finding.place.line && $0.file == finding.place.file ? nil : $0 }
    return ["  \(context.label)\(place.map { "  \(style.paint($0.label, .rule))" } ?? "")"]
  }
}
