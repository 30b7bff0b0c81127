import Evidence
import Foundation
import Model
import Reports
import Testing

@Suite struct StallReportTests {
  @Test func theWholeText() throws {
    try expectGolden(StallFormat.text.render(StallSample.joined, StallSample.options), "stalls.txt")
  }

  @Test func theWholeJSON() throws {
    try expectGolden(StallFormat.json.render(StallSample.joined, StallSample.options), "stalls.json")
  }

  @Test func theLogsKeepTheContract() throws {
    let lines = try StallSample.logs.flatMap { try String(contentsOfFile: $0, encoding: .utf8).split(separator: "\n") }
    // One is torn, one is of a type from the future.
    let known = lines.filter { $0.hasSuffix("}") && !$0.contains(#""type":"tide""#) }.map(String.init)
    #expect(known.count == lines.count - 2)
    try Validator.expectValid(known, schema: "../../../Sources/StallWatchdogService/stalls.schema.json")
  }

  @Test func theJSONKeepsItsContract() throws {
    let documents = [
      StallSample.joined, StallSample.summary, StallSummary(), StallSample.hostile("a\"\\</script>\n\u{1B}"),
    ].map { StallFormat.json.render($0, StallSample.options) }
    try Validator.expectValid(documents, schema: "stall-report.schema.json", isClosed: true)
  }

  @Test func theSARIFKeepsThePublishedSchema() throws {
    let documents = [StallSample.joined, StallSample.summary, StallSummary(), StallSample.hostile("</script> %é")].map {
      StallFormat.sarif.render($0, StallSample.options)
    }
    try Validator.expectValid(documents, schema: "sarif-schema-2.1.0.json")
  }

  @Test func everySiteIsASARIFResultWithItsStacks() throws {
    let log = try #require(
      JSONSerialization.jsonObject(with: Data(StallFormat.sarif.render(StallSample.joined).utf8)) as? [String: Any])
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == StallSample.joined.sites.count)
    let stacks = results.map { ($0["stacks"] as? [Any])?.count ?? 0 }
    #expect(stacks == StallSample.joined.sites.map(\.stacks.count))
  }

  @Test(arguments: StallFormat.allCases) func theSameLogsGiveTheSameBytes(format: StallFormat) {
    let again = StallLogReader(paths: StallSample.logs.reversed()).read().summary
    #expect(format.render(again, StallSample.options) == format.render(StallSample.summary, StallSample.options))
  }

  @Test func topCutsTheSitesAndSaysSo() {
    var options = StallReportOptions()
    options.top = 2
    let text = StallFormat.text.render(StallSample.summary, options)
    #expect(text.contains("\n2. ") && !text.contains("\n3. "))
    #expect(text.contains("\n5 more sites not shown\n"))
    #expect(StallFormat.json.render(StallSample.summary, options).contains("\"hidden_sites\" : 5"))
  }

  @Test func coloursChangeNoText() {
    var options = StallSample.options
    options.colors = true
    let coloured = StallFormat.text.render(StallSample.joined, options)
    #expect(coloured.contains("\u{1B}["))
    #expect(
      coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        == StallFormat.text.render(StallSample.joined, StallSample.options))
  }

  @Test func nothingStalledIsSaid() {
    #expect(StallFormat.text.render(StallSummary()) == "no stalls\nread 0 files, 0 lines\n")
  }

  @Test func noTextMovesTheCursor() {
    let text = StallFormat.text.render(StallSample.hostile("\u{1B}[2J\r\n\u{202E}x"))
    #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    #expect(!text.contains("\u{202E}"))
  }

  /// `name[total]child…` of every site: a golden text would not show which part of the tree is wrong.
  @Test func aTreeIndentsAtForksOnly() throws {
    let text = StallFormat.text.render(StallSample.summary)
    let lines = text.split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex { $0.contains(". Archive.digest(_:)") })
    let tree = lines[(start + 3)...].prefix { !$0.contains(". ") || $0.contains(" %  ") }.filter { $0.contains(" %  ") }
    let indents = tree.prefix(8).map { line in line.drop { $0 != "%" }.dropFirst(3).prefix { $0 == " " }.count }
    #expect(indents == [0, 2, 2, 4, 4, 2, 2, 2])
  }

  @Test(arguments: [
    (0, "0 ns"), (999, "999 ns"), (1000, "1 µs"), (1234, "1.23 µs"), (999_499, "999 µs"), (999_500, "1 ms"),
    (12_340_000, "12.3 ms"), (999_499_999, "999 ms"), (999_500_000, "1 s"), (4_200_000_000, "4.2 s"),
    (59_990_000_000, "60 s"), (60_000_000_000, "1 min 0 s"), (3_725_000_000_000, "1 h 2 min"),
    (90_000_000_000_000, "1 d 1 h"), (Int.max, "106751 d 23 h"),
  ])
  func durationsAreShort(nanoseconds: Int, text: String) throws {
    var count = StallCount()
    count.add(nanoseconds, isEnded: true)
    var finding = Sample.direct
    finding.evidence = count
    let report = Report(toolVersion: "1", coverage: Sample.coverage, findings: [finding])
    #expect(Format.text.render(report).contains("\n  seen in production: 1 stall, \(text)\n"))
  }
}
