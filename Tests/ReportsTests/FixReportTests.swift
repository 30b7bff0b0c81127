import Foundation
import Model
import Reports
import Testing

@Suite struct FixReportTests {
  private static let report: Report = {
    var safe = Sample.direct
    safe.fix = Fix(
      applicability: .safe,
      edits: [
        Fix.Edit(file: safe.place.file, start: 15, end: 15, text: "await "),
        Fix.Edit(file: safe.place.file, start: 17, end: 20, text: "\"x\"\n"),
      ])
    var risky = Sample.first
    risky.fix = Fix(applicability: .unsafe, edits: [Fix.Edit(file: risky.place.file, start: 0, end: 1, text: "")])
    return Report(toolVersion: "0.1.0", coverage: Sample.coverage, findings: [safe, risky])
  }()

  private static let options: ReportOptions = {
    var options = Sample.options
    options.sourcePlace = { file, offset in Place(file: file, line: 7, column: offset + 1) }
    return options
  }()

  @Test func jsonCarriesTheEdits() throws {
    let text = Format.json.render(Self.report, Self.options)
    try Validator.expectValid([text], schema: "findings.schema.json", isClosed: true)
    let report = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let fixes = (report["findings"] as? [[String: Any]])?.compactMap { $0["fix"] as? [String: Any] }
    #expect(fixes?.map { $0["applicability"] as? String } == ["safe", "unsafe"])
    let edits = fixes?.first?["edits"] as? [[String: Any]]
    #expect(edits?.map { $0["start"] as? Int } == [15, 17])
  }

  @Test func sarifCarriesTheEdits() throws {
    let text = Format.sarif.render(Self.report, Self.options)
    try Validator.expectValid([text], schema: "sarif-schema-2.1.0.json")
    #expect(text.contains("\"deletedRegion\""))
    #expect(text.contains("\"insertedContent\""))
    // Without lines there is no region that SARIF's readers understand.
    #expect(!Format.sarif.render(Self.report, Sample.options).contains("\"deletedRegion\""))
  }

  @Test func textSaysWhatWouldApplyThem() {
    let text = Format.text.render(Self.report, Self.options)
    #expect(text.contains("  fixable: --fix\n"))
    #expect(text.contains("  fixable: --fix --unsafe-fixes\n"))
    #expect(text.contains("\n--fix mends 1 of them, --unsafe-fixes 1 more\n"))
  }

  @Test func textSaysWhatWasDone() {
    var options = Self.options
    options.fixed = FixCounts(fixed: 3, unsafeLeft: 2, allowsUnsafe: false)
    #expect(Format.text.render(Self.report, options).contains("\nfixed 3 findings (2 more with --unsafe-fixes)\n"))
    options.fixed = FixCounts(fixed: 1, unsafeLeft: 0, allowsUnsafe: true)
    #expect(Format.text.render(Self.report, options).contains("\nfixed 1 finding\n"))
  }
}
