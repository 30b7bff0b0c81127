import Model
import Reports
import Testing

@Suite struct TextReportTests {
  @Test func theWholeReport() throws {
    try expectGolden(Format.text.render(Sample.report, Sample.options), "report.txt")
  }

  @Test func coloursChangeNoText() {
    var options = Sample.options
    options.colors = true
    let coloured = Format.text.render(Sample.report, options)
    #expect(coloured.contains("\u{1B}[1;31merror:\u{1B}[0m"))
    #expect(coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == Format.text.render(Sample.report, Sample.options))
  }

  @Test func theCaretStandsUnderTheCall() {
    #expect(caret(under: "wait()", column: 1) == "^")
    #expect(caret(under: "\t\twait()", column: 3) == "\t\t^")
    #expect(caret(under: "é.wait()", column: 4) == "  ^")
    #expect(caret(under: "日本.wait()", column: 8) == "     ^")
    #expect(caret(under: "👩‍👩‍👧 wait()", column: 20) == "   ^")
    #expect(caret(under: "日本", column: 5) == "  ^")
    #expect(caret(under: "short", column: 99) == "     ^")
    #expect(caret(under: "", column: 1) == "^")
  }

  @Test func aLongLineIsCutAroundTheCall() throws {
    let line = String(repeating: "a", count: 5000) + "wait()" + String(repeating: "b", count: 5000)
    let shown = try #require(excerpt(of: line, column: 5001))
    #expect(shown.line.hasPrefix("…a") && shown.line.hasSuffix("b…") && shown.line.count < 250)
    #expect(shown.line.dropFirst(shown.caret.count - 1).hasPrefix("wait()"))
  }

  @Test func oneRuleInTwoHelpersIsNotOneCause() {
    var other = Sample.second
    other.path[0].symbol = "readState()"
    let text = render([Sample.first, other])
    #expect(!text.contains("is reached from"))
  }

  @Test func remediesThatDifferStandWithTheirPlaces() {
    var other = Sample.second
    other.remedy = "a timer"
    let text = render([Sample.first, other])
    #expect(text.contains("\n    instead: Task.sleep(for:)\n") && text.contains("\n    instead: a timer\n"))
  }

  @Test func nothingFoundIsSaid() {
    var coverage = Sample.coverage
    coverage.skipped = []
    #expect(render([], coverage) == "no findings\nread 120 Swift files (syntax), 12 C files (10 resolved, 2 syntax)\n")
  }

  @Test func nothingReadIsSaidLoudly() {
    #expect(render([], Coverage()) == "no source file was read: nothing was checked\nread no files\n")
  }

  @Test(arguments: [
    (0, 3, "3 Swift files (syntax; run swift build to resolve them)"),
    (1, 0, "1 Swift file (stale; run swift build to resolve it)"),
    (1, 2, "3 Swift files (1 stale, 2 syntax; run swift build to resolve more)"),
  ])
  func theWayToResolveFilesStandsWithTheirCount(_ stale: Int, _ syntax: Int, _ expected: String) {
    var coverage = Coverage()
    coverage.swift.files = stale + syntax
    coverage.swift.stale = stale
    coverage.swift.syntax = syntax
    coverage.c.files = 1
    coverage.c.syntax = 1
    var options = ReportOptions()
    options.buildCommand = "swift build"
    let text = Format.text.render(Report(toolVersion: "1", coverage: coverage, findings: []), options)
    #expect(text == "no findings\nread \(expected), 1 C file (syntax)\n")
  }

  @Test func oneReasonForManyFilesIsSaidOnce() {
    var coverage = Coverage()
    coverage.swift.files = 1
    coverage.swift.stale = 1
    coverage.skipped = (1...6).map { Coverage.Skip(file: "\($0).c", reason: "libclang not found") }
    #expect(
      render([], coverage) == """
        no findings in the files that were read
        read 1 Swift file (stale); skipped 6: 1.c, 2.c, 3.c and 3 more: libclang not found

        """)
  }

  @Test(arguments: [
    (HiddenCounts(notes: 12), "12 notes hidden; --pedantic shows them"),
    (HiddenCounts(possible: 1), "1 possible finding hidden; --min-confidence possible shows it"),
    (
      HiddenCounts(notes: 1, possible: 2),
      "1 note and 2 possible findings hidden; --pedantic and --min-confidence possible show them"
    ),
  ])
  func whatIsHiddenIsCounted(hidden: HiddenCounts, line: String) {
    var options = ReportOptions()
    options.hiddenCounts = hidden
    #expect(Format.text.render(Sample.report, options).contains("\n\(line)\nread "))
  }

  private func render(_ findings: [Finding], _ coverage: Coverage = Sample.coverage) -> String {
    Format.text.render(Report(toolVersion: "1", coverage: coverage, findings: findings))
  }

  private func caret(under line: String, column: Int) -> String? { excerpt(of: line, column: column)?.caret }

  /// The two lines below the head of a finding there, without their margin.
  private func excerpt(of line: String, column: Int) -> (line: String, caret: String)? {
    var finding = Sample.signal
    finding.place.column = column
    var options = ReportOptions()
    options.sourceLine = { _ in line }
    let lines = Format.text.render(Report(toolVersion: "1", coverage: Coverage(), findings: [finding]), options)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 2 else { return nil }
    return (String(lines[1].dropFirst(6)), String(lines[2].dropFirst(6)))
  }
}
