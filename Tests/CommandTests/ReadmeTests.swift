import Foundation
import Testing

@Suite struct ReadmeTests {
  @Test func theReportInTheReadmeIsWhatTheToolPrints() throws {
    let readme = try String(contentsOfFile: Tool.repository + "/README.md", encoding: .utf8)
    let marked = try #require(readme.firstRange(of: "<!-- report: "))
    let rest = readme[marked.upperBound...]
    let start = try #require(rest.firstRange(of: "```\n")).upperBound
    let end = try #require(rest[start...].firstRange(of: "\n```")).lowerBound
    let report = try Tool()("lint", "Tests/Fixtures/TideService").output
    #expect(report == rest[start..<end] + "\n", "copy what `make run` prints into README.md, after reading it")
  }

  @Test func theRulesInTheReadmeAreThoseOfTheTool() throws {
    let readme = try String(contentsOfFile: Tool.repository + "/README.md", encoding: .utf8)
    let marked = try #require(readme.firstRange(of: "<!-- rules: "))
    let start = try #require(readme[marked.upperBound...].firstRange(of: "-->\n")).upperBound
    let end = try #require(readme[start...].firstRange(of: "<!-- end of rules -->")).lowerBound
    let table = try Tool()("rules", "list", "--format", "markdown").output
    #expect(
      table == readme[start..<end], "copy what `unblock rules list --format markdown` prints into README.md")
  }

  @Test func everyPageOfTheTableIsThere() throws {
    let table = try Tool()("rules", "list", "--format", "markdown").output
    for link in table.matches(of: #/\]\((.+?)\)/#) {
      #expect(FileManager.default.fileExists(atPath: Tool.repository + "/" + link.output.1), "\(link.output.1)")
    }
  }

  @Test func everyPlantedFaultIsFoundAndNothingElse() throws {
    let report = try Tool()("lint", "Tests/Fixtures/TideService", "--format", "json").output
    let findings =
      try #require(
        JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])["findings"] as? [[String: Any]]
    let found = findings?.map { "\($0["rule"] ?? "") \($0["kind"] ?? "")" }.sorted()
    #expect(
      found == [
        "blocking-call dns", "blocking-call file", "blocking-call process", "blocking-call sleep",
        "blocking-call sleep", "blocking-call sync", "detached-is-not-offload sleep", "sync-over-async wait",
      ])
  }
}
