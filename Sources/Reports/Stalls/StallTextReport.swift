import Model

/// What a person reads at a terminal: the sites, then the loops, then what is no stall and what was read.
struct StallTextReport {
  let summary: StallSummary
  let options: StallReportOptions
  private let style: Style
  private let trees: StallTreeText

  init(summary: StallSummary, options: StallReportOptions) {
    self.summary = summary
    self.options = options
    style = Style(isOn: options.colors)
    trees = StallTreeText(summary: summary, style: style)
  }

  var text: String {
    let shown = summary.sites.prefix(options.top ?? summary.sites.count)
    let sites = shown.enumerated().map { lines(of: $0.element, number: $0.offset + 1) }
    return (sites + [loops, ending]).filter { !$0.isEmpty }
      .map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  private func lines(of site: StallSite, number: Int) -> [String] {
    let place = summary.place(of: site).map { "  \(style.paint("\($0.file.printable):\($0.line)", .strong))" } ?? ""
    let margin = String(repeating: " ", count: String(number).count + 2)
    var lines = ["\(number). \(style.paint(summary.name(of: site).printable, .strong))\(place)"]
    lines.append(margin + count(of: site))
    lines.append("\(margin)\(appearance(of: site))")
    lines.append("\(margin)\(style.paint(span(of: site), .rule))")
    lines += prediction(of: site).map { margin + $0 }
    return lines + trees.lines(of: site).map { margin + $0 }
  }

  private func count(of site: StallSite) -> String {
    guard let p50 = site.percentile(50), let p99 = site.percentile(99), site.durations.count > 1 else {
      return style.paint(site.count.label, .error)
    }
    let head = "\(counted(site.count.ended, "stall")), \(duration(site.count.total)) in all"
    let rest = "p50 \(duration(p50)), p99 \(duration(p99)), max \(duration(site.count.max))"
    let unended =
      site.count.unended > 0
      ? "; \(site.count.unended) more without an end, of at least \(duration(site.count.unendedMax))" : ""
    return "\(style.paint(head, .error)): \(rest)\(unended)"
  }

  /// `blocked in fsync, on nio-0 (7), nio-1 (5)`.
  private func appearance(of site: StallSite) -> String {
    let causes = site.causes.count == 1 ? site.causes[0].text.printable : shares(site.causes)
    let loops = site.loops.map { StallSite.Share(text: summary.label(ofLoop: $0.index), count: $0.count) }
    let places = loops.count == 1 ? loops[0].text.printable : shares(loops)
    return causes.isEmpty ? "on \(places)" : "\(causes), on \(places)"
  }

  private func shares(_ shares: [StallSite.Share]) -> String {
    let shown = shares.prefix(4).map { "\($0.text.printable) (\($0.count))" }.joined(separator: ", ")
    return shares.count > 4 ? "\(shown) and \(shares.count - 4) more" : shown
  }

  private func span(of site: StallSite) -> String {
    site.first == site.last ? "at \(site.first.label)" : "\(site.first.label) to \(site.last.label)"
  }

  private func prediction(of site: StallSite) -> [String] {
    guard summary.isJoined else { return [] }
    guard !site.predictions.isEmpty else { return [style.paint("predicted by no finding", .warning)] }
    return site.predictions.map { prediction in
      let finding = prediction.finding
      let end = prediction.isAlongPath ? "" : ", whose path ends elsewhere"
      return "\(style.paint("predicted by", .remedy)) \(finding.rule.printable) at \(finding.place.label)\(end)"
    }
  }

  private var loops: [String] {
    guard summary.loops.contains(where: { $0.delays != nil }) else { return [] }
    let rows = summary.loops.enumerated().compactMap { index, loop in
      loop.delays.map { delays in
        [summary.label(ofLoop: index).printable, String(delays.count)]
          + [500, 900, 990, 999].map { duration(delays.quantile(permille: $0)) }
          + [
            duration(delays.max), delays.busy.map { "\(Int(($0 * 100).rounded())) %" } ?? "", String(loop.count.stalls),
          ]
      }
    }
    return ["how late the heartbeats of each loop were:"]
      + TextTable(head: ["loop", "beats", "p50", "p90", "p99", "p99.9", "max", "busy", "stalls"], rows: rows).lines
  }

  private var ending: [String] {
    [verdict] + hidden + pauses + runs + [coverage]
  }

  private var verdict: String {
    let count = summary.count
    guard count.stalls > 0 else { return "no stalls" }
    let sites = "at \(counted(summary.sites.count, "site"))"
    return
      "\(counted(count.stalls, "stall")) \(sites): \(duration(count.lost)) in all, at most \(duration(count.longest))"
      + (count.unended > 0 ? "; \(count.unendedLabel): the process died, the log is torn, or they still last" : "")
  }

  private var hidden: [String] {
    guard let top = options.top, summary.sites.count > top else { return [] }
    return ["\(counted(summary.sites.count - top, "more site")) not shown"]
  }

  private var pauses: [String] {
    summary.pauses.map { pause in
      let loop = pause.loop.map { " (\(summary.label(ofLoop: $0).printable))" } ?? ""
      let times = pause.count == 1 ? "once" : "\(pause.count) times"
      let length = pause.count == 1 ? "for \(duration(pause.max))" : "\(duration(pause.total)) in all"
      return "no stall: \(pause.kind.printable)\(loop) \(times), \(length)"
    }
  }

  private var runs: [String] {
    summary.log.processes.map { process in
      let rest = process.runs - process.stops
      let end = rest <= 0 ? "" : rest == process.runs ? ", without an orderly end" : ", \(rest) without an orderly end"
      return "\(process.name.printable): \(counted(process.runs, "run"))\(end)"
    }
  }

  var coverage: String {
    let log = summary.log
    var parts = ["read \(counted(log.files, "file")), \(counted(log.lines, "line"))"]
    if let first = log.first, let last = log.last { parts[0] += ", \(first.label) to \(last.label) UTC" }
    if log.damagedLines > 0 { parts.append("\(counted(log.damagedLines, "damaged line")) left out") }
    if log.unknownLines > 0 { parts.append("\(counted(log.unknownLines, "line")) of unknown types passed over") }
    parts += log.dropped.map { "the watchdog dropped \($0.count) \($0.what.printable)" }
    return parts.joined(separator: "; ")
  }
}
