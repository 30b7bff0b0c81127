import Model

/// The parts of the page that need no script.
struct StallPageTables {
  let summary: StallSummary
  let options: StallReportOptions
  private let trees: StallTreeText

  init(summary: StallSummary, options: StallReportOptions) {
    self.summary = summary
    self.options = options
    trees = StallTreeText(summary: summary, style: Style(isOn: false))
  }

  var sites: String {
    guard !summary.sites.isEmpty else { return "<section id=\"sites\"><h2>Sites</h2><p>No stalls.</p></section>" }
    let columns =
      [
        ("Site", "text"), ("Stalls", "number"), ("Total", "number"), ("p50", "number"), ("p99", "number"),
        ("Max", "number"),
      ]
      + (summary.isJoined ? [("Predicted by", "text")] : [])
    let head = columns.map { "<th scope=\"col\" data-sort=\"\($0.1)\">\($0.0)</th>" }.joined()
    let shown = summary.sites.prefix(options.top ?? summary.sites.count)
    let rows = shown.enumerated().map { row($0.element, index: $0.offset) }.joined(separator: "\n")
    let rest = summary.sites.count - shown.count
    return """
      <section id="sites" aria-labelledby="h-sites">
      <h2 id="h-sites">Sites</h2>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="h-sites">
      <table id="site-table">
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(rows)
      </tbody>
      </table>
      </div>
      \(rest > 0 ? "<p class=\"hint\">\(counted(rest, "more site")) not shown.</p>" : "")
      </section>
      """
  }

  private func row(_ site: StallSite, index: Int) -> String {
    let name = summary.name(of: site)
    let place = summary.place(of: site).map { "\($0.file):\($0.line)" }
    let unended = site.count.unended > 0 ? "<span class=\"mark\">\(site.count.unended) without an end</span>; " : ""
    let cells = [
      cell(site.count.stalls, "\(site.count.stalls)"),
      cell(site.count.lost, (site.count.ended == 0 ? "≥ " : "") + duration(site.count.lost)),
      optional(site.percentile(50)), optional(site.percentile(99)),
      cell(site.count.longest, (site.count.longest > site.count.max ? "≥ " : "") + duration(site.count.longest)),
    ]
    return """
      <tr data-site="\(index)"><th scope="row" data-value="\(name.html)">\
      <details><summary><code>\(name.html)</code>\
      \(place.map { " <span class=\"place\">\($0.html)</span>" } ?? "")</summary>
      \(stacks(of: site))</details><p class="cause">\(unended)\(appearance(of: site).html)</p></th>\
      \(cells.joined())\(prediction(of: site))</tr>
      """
  }

  private func cell(_ value: Int, _ html: String) -> String { "<td data-value=\"\(value)\">\(html)</td>" }

  private func optional(_ value: Int?) -> String { cell(value ?? -1, value.map(duration) ?? "–") }

  private func appearance(of site: StallSite) -> String {
    let causes = site.causes.prefix(3).map(\.text)
    let loops = site.loops.prefix(4).map { summary.label(ofLoop: $0.index) }
    let rest = site.loops.count > 4 ? " and \(site.loops.count - 4) more" : ""
    let cause = causes.isEmpty ? "" : "\(causes.joined(separator: ", ")); "
    return "\(cause)on \(loops.joined(separator: ", "))\(rest); last seen \(site.last.label)"
  }

  private func stacks(of site: StallSite) -> String {
    let lines = trees.lines(of: site)
    let text = lines.isEmpty ? "no stack was taken" : lines.map(\.html).joined(separator: "\n")
    return "<pre tabindex=\"0\" aria-label=\"stacks, outermost first\">\(text)</pre>"
  }

  private func prediction(of site: StallSite) -> String {
    guard summary.isJoined else { return "" }
    guard !site.predictions.isEmpty else { return "<td data-value=\"\" class=\"text\">no finding</td>" }
    let items = site.predictions.prefix(5).map { prediction in
      let finding = prediction.finding
      let place = "\(finding.place.file):\(finding.place.line)"
      let short = place.split(separator: "/").last.map(String.init) ?? place
      return "<code>\(finding.rule.html)</code><br><span class=\"place\" title=\"\(place.html)\">\(short.html)</span>"
        + (prediction.isAlongPath ? "" : "<br><span class=\"cause\">whose path ends elsewhere</span>")
    }
    return
      "<td class=\"text\" data-value=\"\(site.predictions[0].finding.rule.html)\">\(items.joined(separator: "<br>"))</td>"
  }

  var loops: String {
    guard !summary.loops.isEmpty else { return "" }
    let head = ["Loop", "Kind", "Beats", "p50", "p90", "p99", "p99.9", "Max", "Busy", "Stalls", "Lost"]
      .map { "<th scope=\"col\">\($0)</th>" }.joined()
    let rows = summary.loops.enumerated().map { index, loop in
      let delays = loop.delays
      let times = [500, 900, 990, 999].map { permille in delays.map { duration($0.quantile(permille: permille)) } ?? "–"
      }
      let cells =
        [delays.map { String($0.count) } ?? "–"] + times
        + [
          delays.map { duration($0.max) } ?? "–", delays?.busy.map { "\(Int(($0 * 100).rounded())) %" } ?? "–",
          String(loop.count.stalls), duration(loop.count.lost),
        ]
      return "<tr><th scope=\"row\">\(summary.label(ofLoop: index).html)</th><td class=\"text\">\(loop.kind.html)</td>"
        + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
    return """
      <section aria-labelledby="h-loops"><h2 id="h-loops">Loops</h2>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="h-loops"><table>
      <thead><tr>\(head)</tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody></table></div></section>
      """
  }

  var pauses: String {
    guard !summary.pauses.isEmpty else { return "" }
    let rows = summary.pauses.map { pause in
      "<tr><th scope=\"row\">\(pause.kind.html)</th>"
        + "<td class=\"text\">\((pause.loop.map { summary.label(ofLoop: $0) } ?? "all").html)</td>"
        + "<td>\(pause.count)</td><td>\(duration(pause.total))</td><td>\(duration(pause.max))</td></tr>"
    }
    let head = ["Pause", "Loop", "Times", "Total", "Max"].map { "<th scope=\"col\">\($0)</th>" }.joined()
    return """
      <section aria-labelledby="h-pauses"><h2 id="h-pauses">Pauses, which are no stalls</h2>
      <p class="hint">stopped: the process did not run; suspended: the machine slept; starved: a thread was ready and had \
      no CPU.</p>
      <div class="scroll"><table><thead><tr>\(head)</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table></div>
      </section>
      """
  }
}
