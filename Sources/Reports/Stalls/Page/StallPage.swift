import Model

/// One HTML page that needs nothing else: what it shows without a script is a summary and tables; a script draws the
/// time line, the flame graph and the histograms from data that the page carries.
struct StallPage {
  let summary: StallSummary
  let options: StallReportOptions

  var text: String {
    let tables = StallPageTables(summary: summary, options: options)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="unblock \(options.toolVersion.html)">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
      script-src 'unsafe-inline'">
      <title>\(title.html)</title>
      <style>
      \(StallPageStyle.text)
      </style>
      </head>
      <body>
      <a class="skip" href="#sites">Skip to the sites</a>
      <header>
      <h1>\(title.html)</h1>
      <p class="span">\(span.html)</p>
      </header>
      <main>
      \(tiles)
      \(warnings)
      \(tables.sites)
      \(drawings)
      \(tables.loops)
      \(tables.pauses)
      </main>
      <footer><p>\(StallTextReport(summary: summary, options: options).coverage.html).</p></footer>
      <div id="tip" role="presentation" hidden></div>
      <script type="application/json" id="data">\(StallPageData(summary).text)</script>
      <script>
      "use strict";
      \(StallPageScript.common)
      \(StallPageScript.table)
      \(StallPageScript.timeline)
      \(StallPageScript.flameGraph)
      \(StallPageScript.histograms)
      </script>
      </body>
      </html>

      """
  }

  private var title: String {
    let names = summary.log.processes.map(\.name).filter { !$0.isEmpty }
    return names.isEmpty ? "Stalls" : "Stalls of \(names.prefix(3).joined(separator: ", "))"
  }

  private var span: String {
    guard let first = summary.log.first, let last = summary.log.last else { return "no time was covered" }
    let length = last.microseconds.plus(-first.microseconds)
    return "\(first.label) to \(last.label) UTC (\(duration(length.multipliedSaturating(by: 1000))))"
  }

  private var tiles: String {
    let count = summary.count
    var tiles = [
      (String(count.stalls), count.stalls == 1 ? "stall" : "stalls"), (duration(count.lost), "lost in all"),
      (duration(count.longest), "the longest"),
      (String(summary.sites.count), summary.sites.count == 1 ? "site" : "sites"),
      (String(summary.loops.count), summary.loops.count == 1 ? "loop watched" : "loops watched"),
    ]
    if summary.isJoined {
      let predicted = summary.sites.count { !$0.predictions.isEmpty }
      tiles.append(("\(predicted) of \(summary.sites.count)", "sites predicted by the linter"))
    }
    let items = tiles.map { "<div><dd>\($0.0.html)</dd><dt>\($0.1.html)</dt></div>" }
    return "<dl class=\"tiles\" aria-label=\"Summary\">\(items.joined())</dl>"
  }

  private var warnings: String {
    var lines: [String] = []
    let count = summary.count
    if count.unended > 0 {
      lines.append(
        "\(counted(count.unended, "stall")) never ended: the process died, the log is torn, or it still lasts.")
    }
    if summary.log.damagedLines > 0 {
      lines.append("\(counted(summary.log.damagedLines, "damaged line")) of the logs could not be read.")
    }
    for dropped in summary.log.dropped {
      lines.append("The watchdog could not keep \(dropped.count) \(dropped.what.printable).")
    }
    guard !lines.isEmpty else { return "" }
    return "<ul class=\"notes\">\(lines.map { "<li>\($0.html)</li>" }.joined())</ul>"
  }

  private var drawings: String {
    """
    <section aria-labelledby="h-time">
    <h2 id="h-time">When it stalled</h2>
    <p class="hint" id="time-hint">Drag to zoom. With the keyboard: arrows go from stall to stall, + and − zoom, 0 shows \
    all, Enter shows the stacks of the site.</p>
    <div class="tools" id="time-tools"></div>
    <div id="timeline" class="drawing"><noscript>The time line needs scripts.</noscript></div>
    <p class="legend" aria-hidden="true"><span class="key blocked"></span>blocked <span class="key busy"></span>busy on a CPU \
    <span class="key waiting"></span>waiting for a CPU <span class="key unknown"></span>unknown \
    <span class="key pause"></span>pause, no stall</p>
    </section>
    <section aria-labelledby="h-flame" id="flame-section">
    <h2 id="h-flame">Where it stalled</h2>
    <p class="hint" id="flame-hint">Width is stalled time; outermost frames are at the top. Click or Enter zooms, Escape goes \
    back; arrows walk.</p>
    <div class="tools" id="flame-tools"></div>
    <div id="flame" class="drawing"><noscript>The flame graph needs scripts; the stacks are in the table of sites.</noscript>\
    </div>
    <p id="flame-status" class="status" aria-live="polite"></p>
    </section>
    <section aria-labelledby="h-delays" id="delays-section">
    <h2 id="h-delays">How late the heartbeats were</h2>
    <div id="histograms" class="grid"></div>
    </section>
    """
  }
}

extension String {
  /// As text or a quoted attribute of a page, visible and harmless whatever it holds.
  var html: String {
    var result = ""
    for character in printable.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}

extension Int {
  fileprivate func multipliedSaturating(by factor: Int) -> Int {
    let (product, overflows) = multipliedReportingOverflow(by: factor)
    return overflows ? .max : product
  }
}
