import Foundation
import Model
import Reports
import Testing

/// Findings beside the stalls of running programs.
@Suite struct EvidenceReportTests {
  private let report: Report = {
    var seen = Sample.signal
    seen.evidence = count([310, 190])
    var unended = Sample.second
    unended.evidence = count([900], unended: [400, 500])
    let site = SeenStalls.Site(
      name: "look_up", place: Place(file: "Sources/CTideLoop/gauge.c", line: 15, column: 1), cause: "blocked in poll",
      loops: ["nio-0"], count: count([4200]), isSilenced: true)
    var report = Report(toolVersion: "1", coverage: Sample.coverage, findings: [Sample.direct, unended, seen])
    report.seen = SeenStalls(count: count([4200, 310, 190, 900], unended: [400, 500]), unpredicted: [site])
    return report
  }()

  private static func count(_ milliseconds: [Int], unended: [Int] = []) -> StallCount {
    var count = StallCount()
    for time in milliseconds { count.add(time * 1_000_000, isEnded: true) }
    for time in unended { count.add(time * 1_000_000, isEnded: false) }
    return count
  }

  @Test func whatWasSeenComesFirst() {
    let text = Format.text.render(report)
    let heads = text.split(separator: "\n").filter { $0.hasPrefix("/srv") || $0.hasPrefix("Sources") }
    #expect(
      heads.map { $0.prefix { $0 != ":" } } == [
        "Sources/App/View.swift", "/srv/other/signal.c", "Sources/Café, 日本/100%",
      ])
    #expect(text.contains("\n  seen in production: 2 stalls, 500 ms in all, at most 310 ms\n"))
    #expect(
      text.contains(
        "\n  seen in production: 3 stalls, at least 1.8 s in all, at most 900 ms; 2 of them never ended\n"))
  }

  @Test func whatNoFindingPredictsIsListed() {
    #expect(
      Format.text.render(report).contains(
        """

        stalls that no finding predicts:
          Sources/CTideLoop/gauge.c:15: look_up, blocked in poll on nio-0: 1 stall, 4.2 s; a finding there is silenced

        """))
    #expect(
      Format.text.render(report).contains(
        "\n6 stalls in the logs: 2 findings seen; no finding predicts 1 of them, at 1 site\n"))
  }

  @Test func withoutEvidenceNothingChanges() {
    let plain = Format.text.render(Sample.report, Sample.options)
    #expect(!plain.contains("production") && !plain.contains("stall"))
    #expect(!Format.json.render(Sample.report).contains("evidence"))
    #expect(!Format.sarif.render(Sample.report).contains("rank"))
  }

  @Test func theJSONKeepsTheContractAndItsOrder() throws {
    let json = Format.json.render(report)
    try Validator.expectValid([json], schema: "findings.schema.json")
    let object = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let findings = try #require(object["findings"] as? [[String: Any]])
    let evidence = findings.map { $0["evidence"] as? [String: Int] }
    #expect(
      evidence == [
        nil, ["stalls": 3, "total_ns": 1_800_000_000, "max_ns": 900_000_000, "unended": 2],
        ["stalls": 2, "total_ns": 500_000_000, "max_ns": 310_000_000, "unended": 0],
      ])
    let unpredicted = (object["evidence"] as? [String: Any])?["unpredicted"] as? [[String: Any]]
    #expect(unpredicted?.first?["silenced"] as? Bool == true)
  }

  @Test func theSARIFRanksWhatWasSeen() throws {
    let sarif = Format.sarif.render(report)
    try Validator.expectValid([sarif], schema: "sarif-schema-2.1.0.json")
    let ranks = sarif.split(separator: "\n").filter { $0.contains("\"rank\"") }.map {
      $0.filter { $0.isNumber || $0 == "." }
    }
    #expect(ranks == ["0", "27.7", "7.7"])
  }

  @Test func theFirstAnnotationIsTheOneThatCostMost() {
    let lines = Format.github.render(report).split(separator: "\n")
    #expect(lines[0].contains("file=Sources/App/View.swift") && lines[0].contains("seen in production: 3 stalls"))
    #expect(
      lines[3].hasPrefix("::notice file=Sources/CTideLoop/gauge.c,line=15,title=stall that no finding predicts::"))
  }

  @Test func findingsAreReadBackAsTheyWereWritten() throws {
    let read = try #require(JSONFindings.findings(in: Data(Format.json.render(Sample.report).utf8)))
    #expect(read == Sample.report.findings)
    #expect(JSONFindings.findings(in: Data("[]".utf8)) == nil)
    #expect(JSONFindings.findings(in: Data(#"{"version":2,"findings":[]}"#.utf8)) == nil)
  }
}
