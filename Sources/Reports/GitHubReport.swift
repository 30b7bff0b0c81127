import Model

/// Workflow commands that GitHub Actions turns into annotations on the changed lines.
struct GitHubReport {
  let report: Report
  let options: ReportOptions

  var text: String {
    let summary = ReportSummary(report: report, options: options)
    var last = summary.lines
    if summary.isAlarming { last[0] = "::warning title=unblock::\(data(last[0]))" }
    // Of many annotations GitHub shows the first.
    return (report.findings.seenFirst.map(annotation) + unpredicted + last).map { $0 + "\n" }.joined()
  }

  private func annotation(_ finding: Finding) -> String {
    let place = finding.place
    // The annotation's column counts characters; the workflow's log is not harmed by a column in bytes.
    let column = options.sourceLine?(place).map { SourceLine($0, column: place.column).utf16Column } ?? place.column
    let properties = [
      ("file", place.file), ("line", String(max(1, place.line))), ("col", String(max(1, column))),
      ("title", finding.rule),
    ].map { "\($0)=\(property($1))" }.joined(separator: ",")
    return "::\(command(finding.severity)) \(properties)::\(data(message(of: finding)))"
  }

  private var unpredicted: [String] {
    (report.seen?.unpredicted ?? []).map { site in
      let place = site.place.map { "file=\(property($0.file)),line=\(max(1, $0.line))," } ?? ""
      return "::notice \(place)title=stall that no finding predicts::\(data(site.label))"
    }
  }

  private func command(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  private func message(of finding: Finding) -> String {
    var lines = [finding.message.printable]
    lines += finding.path.map { hop in "  \(hop.symbol.printable)\(hop.place.map { "  \($0.label)" } ?? "")" }
    if let remedy = finding.remedy { lines.append("instead: \(remedy.printable)") }
    lines.append(finding.context.label)
    if let evidence = finding.evidenceLabel { lines.append(evidence) }
    return lines.joined(separator: "\n")
  }

  /// Escapes what follows `::`.
  private func data(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: String(scalar)
      }
    }.joined()
  }

  /// Escapes a value between `=` and `,`.
  private func property(_ text: String) -> String {
    data(text).unicodeScalars.map { scalar in
      switch scalar {
      case ":": "%3A"
      case ",": "%2C"
      default: String(scalar)
      }
    }.joined()
  }
}
