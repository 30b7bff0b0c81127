package import Model

/// A form in which a stall report leaves the tool.
package enum StallFormat: String, CaseIterable, Sendable {
  /// For people at a terminal.
  case text
  /// For programs: the tool's own contract.
  case json
  /// One page that needs nothing else, for a browser.
  case html
  /// SARIF 2.1.0, for code scanning services.
  case sarif

  /// The whole report, ending in a newline; the same summary and options give the same bytes.
  package func render(_ summary: StallSummary, _ options: StallReportOptions = StallReportOptions()) -> String {
    switch self {
    case .text: StallTextReport(summary: summary, options: options).text
    case .json: StallJSONReport(summary, options).text
    case .html: StallPage(summary: summary, options: options).text
    case .sarif: StallSARIFReport(summary: summary, options: options).text
    }
  }
}

/// What a stall report needs to know beside the stalls.
package struct StallReportOptions: Sendable {
  package var toolVersion = ""
  /// Emphasise with ANSI escapes; `text` only.
  package var colors = false
  /// How many sites to show; all when nil.
  package var top: Int?

  package init() {}
}
