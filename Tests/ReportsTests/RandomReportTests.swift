import Foundation
import Model
import Reports
import Testing

/// Reports of odd texts, the same ones in every run.
@Suite struct RandomReportTests {
  static let reports: [Report] = {
    var random = RandomReport(state: 20)
    return (0..<150).map { _ in random.report() }
  }()

  @Test func everyJSONIsValid() throws {
    try Validator.expectValid(
      Self.reports.map { Format.json.render($0) }, schema: "findings.schema.json", isClosed: true)
  }

  @Test func everySARIFIsValid() throws {
    try Validator.expectValid(
      Self.reports.map { Format.sarif.render($0, Self.options) }, schema: "sarif-schema-2.1.0.json")
  }

  @Test func everyURIHasOnlyWhatAURIMay() throws {
    for report in Self.reports {
      for line in Format.sarif.render(report).split(separator: "\n") where line.contains("\"uri\" : ") {
        let uri = line.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "\"" }
        #expect(uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(URL(string: String(uri)) != nil || uri.isEmpty)
      }
    }
  }

  @Test func noTextMovesTheCursor() {
    for report in Self.reports {
      let text = Format.text.render(report, Self.options)
      #expect(!text.unicodeScalars.contains { $0 != "\n" && $0 != "\t" && $0.properties.generalCategory == .control })
      #expect(!text.unicodeScalars.contains { ("\u{2028}"..."\u{202E}").contains($0) })
    }
  }

  @Test func everyFindingIsOneAnnotation() {
    for report in Self.reports {
      let text = Format.github.render(report, Self.options)
      #expect(!text.unicodeScalars.contains("\r"))
      let commands = text.split(separator: "\n").filter { $0.hasPrefix("::") }
      let alarm = report.findings.isEmpty && report.coverage.swift.files + report.coverage.c.files == 0 ? 1 : 0
      #expect(commands.count == report.findings.count + alarm)
      for (command, finding) in zip(commands, report.findings) {
        let file = command.drop { $0 != "=" }.dropFirst().prefix { $0 != "," }
        // The letter keeps Foundation from taking a byte order mark away.
        #expect("x\(file)".removingPercentEncoding == "x\(finding.place.file)")
      }
    }
  }

  @Test(arguments: Format.allCases) func theSameReportGivesTheSameBytes(format: Format) {
    for report in Self.reports.prefix(20) {
      #expect(format.render(report, Self.options) == format.render(report, Self.options))
    }
  }

  /// A reader that knows every other place.
  static let options: ReportOptions = {
    var options = ReportOptions()
    options.sourceLine = { place in place.line.isMultiple(of: 2) ? "\t\(place.file) \u{1B}é日👩‍👩‍👧x" : nil }
    return options
  }()
}

/// A stream of reports; the generator is SplitMix64.
struct RandomReport: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func report() -> Report {
    var coverage = Coverage()
    coverage.swift.files = number(3)
    coverage.c.stale = number(3)
    coverage.skipped = list(4).map { _ in Coverage.Skip(file: text(), reason: text()) }
    let findings = list(6).map { _ in finding() }
    return Report(toolVersion: text(), coverage: coverage, findings: findings)
  }

  private mutating func finding() -> Finding {
    let path = list(4).map { _ in Finding.Hop(symbol: text(), place: optional { $0.place() }) }
    return Finding(
      rule: text(), kind: optional { $0.text() }, severity: pick(Severity.allCases),
      confidence: pick(Confidence.allCases), place: place(), message: text(),
      context: Finding.Context(kind: pick(ContextKind.allCases), symbol: text(), place: optional { $0.place() }),
      path: path, remedy: optional { $0.text() }, fingerprint: text())
  }

  /// Zero is no line or column; a report must survive it.
  private mutating func place() -> Place { Place(file: text(), line: number(9), column: number(40)) }

  private mutating func text() -> String { list(6).map { _ in pick(Self.pieces) }.joined() }

  private static let pieces = [
    "a", "/", "b.swift", " ", "\"", "\\", "\n", "\r", "\r\n", "\t", "\0", "\u{1B}[31m", "\u{7F}", "\u{85}", "\u{2028}",
    "é", "e\u{301}",
    "日", "👩‍👩‍👧", "\u{202E}", "%", "%0A", ":", "::", ",", "[x](1)", "{0}", "<b>", "\u{FEFF}", "\u{FFFF}", "\u{10FFFF}",
  ]

  private mutating func number(_ limit: Int) -> Int { Int.random(in: 0...limit, using: &self) }

  private mutating func list(_ limit: Int) -> Range<Int> { 0..<number(limit) }

  private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(elements.count - 1)] }

  private mutating func optional<Value>(_ make: (inout Self) -> Value) -> Value? { number(1) == 0 ? nil : make(&self) }
}
