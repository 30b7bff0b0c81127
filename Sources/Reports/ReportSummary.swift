import Model

/// The last lines of a report: how much was found, how much is hidden, and how much was read.
struct ReportSummary {
  let report: Report
  let options: ReportOptions

  var lines: [String] { [verdict] + fixLine + hiddenLine + evidence + [coverage] + skipped }

  /// Nothing was checked, which must not look like a pass.
  var isAlarming: Bool { filesRead == 0 && report.findings.isEmpty }

  private var filesRead: Int { report.coverage.swift.files + report.coverage.c.files }

  private var verdict: String {
    let findings = report.findings
    guard findings.isEmpty else {
      let severities = Severity.allCases.reversed().compactMap { severity in
        let count = findings.count { $0.severity == severity }
        return count > 0 ? counted(count, severity.rawValue) : nil
      }
      return "\(counted(findings.count, "finding")): \(severities.joined(separator: ", ")) (\(rules))"
    }
    if isAlarming { return "no source file was read: nothing was checked" }
    return report.coverage.skipped.isEmpty ? "no findings" : "no findings in the files that were read"
  }

  private var rules: String {
    let counts = Dictionary(report.findings.map { ($0.rule, 1) }, uniquingKeysWith: +)
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key.printable) \($0.value)" }.joined(separator: ", ")
  }

  /// What `--fix` did, or could do.
  private var fixLine: [String] {
    if let fixed = options.fixed { return [fixed.line] }
    let fixes = report.findings.compactMap(\.fix)
    let safe = fixes.count { $0.applicability == .safe }
    let rest = fixes.count - safe
    guard !fixes.isEmpty else { return [] }
    if safe == 0 { return ["--fix --unsafe-fixes mends \(rest) of them"] }
    return ["--fix mends \(safe) of them" + (rest > 0 ? ", --unsafe-fixes \(rest) more" : "")]
  }

  private var hiddenLine: [String] {
    let hidden = options.hiddenCounts
    var counts: [String] = []
    var options: [String] = []
    if hidden.notes > 0 {
      counts.append(counted(hidden.notes, "note"))
      options.append("--pedantic")
    }
    if hidden.possible > 0 {
      counts.append(counted(hidden.possible, "possible finding"))
      options.append("--min-confidence possible")
    }
    guard !counts.isEmpty else { return [] }
    let shows = hidden.notes + hidden.possible == 1 ? "it" : "them"
    let verb = options.count == 1 ? "shows" : "show"
    return ["\(counts.joined(separator: " and ")) hidden; \(options.joined(separator: " and ")) \(verb) \(shows)"]
  }

  private var evidence: [String] {
    guard let seen = report.seen else { return [] }
    guard seen.count.stalls > 0 else { return ["no stalls in the logs"] }
    let marked = report.findings.count { $0.evidence != nil }
    let rest = seen.unpredicted.reduce(0) { $0 + $1.count.stalls }
    let last = rest == 0 ? "" : "; no finding predicts \(rest) of them, at \(counted(seen.unpredicted.count, "site"))"
    return ["\(counted(seen.count.stalls, "stall")) in the logs: \(counted(marked, "finding")) seen\(last)"]
  }

  private var coverage: String {
    let languages = [("Swift", report.coverage.swift), ("C", report.coverage.c)].filter { $0.1.files > 0 }
    let read = languages.map { name, count in
      "\(counted(count.files, "\(name) file")) (\(modes(of: count))\(name == "Swift" ? wayToResolve(count) : ""))"
    }.joined(separator: ", ")
    let start = "read \(read.isEmpty ? "no files" : read)"
    return report.coverage.skipped.isEmpty ? start : "\(start); skipped \(report.coverage.skipped.count):\(onlySkip)"
  }

  private func modes(of count: Coverage.Count) -> String {
    let modes = [("resolved", count.resolved), ("stale", count.stale), ("syntax", count.syntax)].filter { $0.1 > 0 }
    if modes.count == 1, let mode = modes.first, mode.1 == count.files { return mode.0 }
    return modes.isEmpty ? "unresolved" : modes.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
  }

  /// What makes the next run surer, where a build does.
  private func wayToResolve(_ count: Coverage.Count) -> String {
    guard let command = options.buildCommand else { return "" }
    let rest = count.files == 1 ? "it" : count.syntax == count.files ? "them" : "more"
    return "; run \(command) to resolve \(rest)"
  }

  private var onlySkip: String { reasons.count == 1 ? " " + reasons[0] : "" }

  private var skipped: [String] { reasons.count > 1 ? reasons.map { "  " + $0 } : [] }

  /// One line per reason: a missing library skips every C file for the same one.
  private var reasons: [String] {
    var files: [String: [String]] = [:]
    var order: [String] = []
    for skip in report.coverage.skipped {
      if files[skip.reason] == nil { order.append(skip.reason) }
      files[skip.reason, default: []].append(skip.file.printable)
    }
    return order.map { reason in
      let names = files[reason, default: []]
      let rest = names.count > 4 ? " and \(names.count - 3) more" : ""
      let shown = rest.isEmpty ? names[...] : names.prefix(3)
      return "\(shown.joined(separator: ", "))\(rest): \(reason.printable)"
    }
  }
}

extension FixCounts {
  package var line: String { "fixed \(counted(fixed, "finding"))" + more }

  /// The same of what would be done.
  package var conditionalLine: String { "would fix \(counted(fixed, "finding"))" + more }

  private var more: String { allowsUnsafe || unsafeLeft == 0 ? "" : " (\(unsafeLeft) more with --unsafe-fixes)" }
}
