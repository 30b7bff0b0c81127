import Foundation

/// The figures of a group of injected stalls.
struct Figures: Encodable {
  var injected: Int
  var detected: Int
  var toldWhileItLasted: Int
  var toldAfterP50: Double?
  var toldAfterP99: Double?
  var errorP50: Double?
  var errorP99: Double?
  var errorMax: Double?
  var withinUncertainty: Int
  var rightCause: Int
  var rightLine: Int

  init(_ matches: [Match]) {
    let errors = matches.compactMap(\.error).sorted().map { Double($0) / 1e6 }
    injected = matches.count
    detected = errors.count
    toldWhileItLasted = matches.count(where: \.isToldWhileItLasted)
    let toldAfter = matches.compactMap(\.toldAfter).sorted().map { Double($0) / 1e6 }
    toldAfterP50 = toldAfter.percentile(50)
    toldAfterP99 = toldAfter.percentile(99)
    errorP50 = errors.percentile(50)
    errorP99 = errors.percentile(99)
    errorMax = errors.last
    withinUncertainty = matches.count(where: \.isWithinUncertainty)
    rightCause = matches.count(where: \.hasRightCause)
    rightLine = matches.count(where: \.hasRightLine)
  }

  fileprivate static let columns = [
    "injected", "detected", "while it lasted", "told after p50", "p99", "error p50", "p99", "max",
    "within its uncertainty", "right cause",
    "right line",
  ]

  fileprivate var cells: [String] {
    [
      "\(injected)", share(detected), share(toldWhileItLasted), milliseconds(toldAfterP50), milliseconds(toldAfterP99),
      milliseconds(errorP50), milliseconds(errorP99),
      milliseconds(errorMax), share(withinUncertainty), share(rightCause), share(rightLine),
    ]
  }

  private func share(_ count: Int) -> String {
    String(format: "%.1f %%", 100 * Double(count) / Double(max(injected, 1)))
  }

  private func milliseconds(_ value: Double?) -> String {
    value.map { String(format: "%.3f ms", $0) } ?? "–"
  }
}

extension [Double] {
  /// Of sorted values, the nearest to the rank.
  func percentile(_ share: Double) -> Double? {
    isEmpty ? nil : self[Int((share / 100 * Double(count - 1)).rounded())]
  }
}

extension Score {
  /// Markdown: one row a place, one a cause, one a place and cause, and all.
  var table: String {
    let places = grouped { $0.place }
    let causes = grouped { $0.cause.rawValue }
    let cells = grouped { "\($0.place), \($0.cause.rawValue)" }
    let rows = [("all", matches)] + places + causes + cells
    return (["what"] + Figures.columns).row + "\n"
      + (0...Figures.columns.count).map { $0 == 0 ? "---" : "--:" }.row + "\n"
      + rows.map { ([$0.0] + Figures($0.1).cells).row }.joined(separator: "\n") + "\n\n"
      + "False reports: \(falseReports.count). Reported more than once: \(duplicates.count). "
      + "Of an actor or a pool because of the other: \(knockOns.count). Pauses: \(pauses.count). Dropped: \(dropped)."
  }

  private func grouped(by key: (Injected) -> String) -> [(String, [Match])] {
    Dictionary(grouping: matches) { key($0.injected) }.sorted { $0.key < $1.key }
  }
}

extension [String] {
  fileprivate var row: String { "| " + joined(separator: " | ") + " |" }
}
