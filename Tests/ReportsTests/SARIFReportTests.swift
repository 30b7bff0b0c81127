import Foundation
import Model
import Reports
import Testing

@Suite struct SARIFReportTests {
  @Test func theWholeReport() throws {
    try expectGolden(Format.sarif.render(Sample.report, Sample.options), "report.sarif")
  }

  @Test func itKeepsThePublishedSchema() throws {
    let empty = Report(toolVersion: "", coverage: Coverage(), findings: [])
    let documents = [
      Format.sarif.render(Sample.report, Sample.options), Format.sarif.render(Sample.report),
      Format.sarif.render(empty),
    ]
    try Validator.expectValid(documents, schema: "sarif-schema-2.1.0.json")
  }

  /// What the documentation of code scanning marks as required, none of it empty.
  @Test func itHasAllThatCodeScanningRequires() throws {
    let log = try log(Sample.report, Sample.options)
    #expect(log.version == "2.1.0")
    let run = try #require(log.runs.first)
    let rules = run.tool.driver.rules
    for rule in rules {
      for text in [rule.id, rule.shortDescription.text, rule.fullDescription.text, rule.help.text] {
        #expect(!text.isEmpty)
      }
      #expect(rule.shortDescription.text.count <= 1024 && rule.fullDescription.text.count <= 1024)
    }
    #expect(Set(rules.map(\.id)).count == rules.count)
    for (result, finding) in zip(run.results, Sample.report.findings) {
      #expect(rules[result.ruleIndex].id == result.ruleId)
      #expect(!result.message.text.isEmpty && result.locations.count == 1)
      #expect(
        result.partialFingerprints?["primaryLocationLineHash"]
          == (finding.fingerprint.isEmpty ? nil : finding.fingerprint))
      let steps = result.codeFlows?.first?.threadFlows.first?.locations.map(\.location)
      #expect(steps?.count == finding.path.count)
      for location in result.locations + (steps ?? []) + (result.relatedLocations ?? []) {
        #expect((location.physicalLocation.region?.startLine ?? 0) >= 1)
        #expect((location.physicalLocation.region?.startColumn ?? 0) >= 1)
      }
    }
    #expect(run.results.count == Sample.report.findings.count)
  }

  @Test func aPathIsAURI() throws {
    let results = try #require(log(Sample.report, Sample.options).runs.first).results
    let files = results.compactMap(\.locations.first?.physicalLocation.artifactLocation)
    #expect(files[0].uri == "Sources/Caf%C3%A9%2C%20%E6%97%A5%E6%9C%AC/100%25%3Aa.swift")
    #expect(files[0].uriBaseId == "%SRCROOT%")
    #expect(files[3].uri == "file:///srv/other/signal.c")
    #expect(files[3].uriBaseId == nil)
  }

  @Test func columnsCountUTF16OrSayThatTheyDoNot() throws {
    let read = try #require(log(Sample.report, Sample.options).runs.first?.results.first?.locations.first)
    // Byte 29 is two less in UTF-16: one each for ö and ß.
    #expect(read.physicalLocation.region?.startColumn == 27)
    #expect(read.physicalLocation.region?.endColumn == 31)
    #expect(read.physicalLocation.region?.properties == nil)
    let unread = try #require(log(Sample.report, ReportOptions()).runs.first?.results.first?.locations.first)
    #expect(unread.physicalLocation.region?.startColumn == 29)
    #expect(unread.physicalLocation.region?.properties?.columnKind == "utf8CodeUnits")
  }

  @Test func aRunThatReadNothingHasFailed() throws {
    let run = try #require(
      log(Report(toolVersion: "1", coverage: Coverage(), findings: []), ReportOptions()).runs.first)
    #expect(run.invocations.map(\.executionSuccessful) == [false])
  }

  private func log(_ report: Report, _ options: ReportOptions) throws -> Log {
    try JSONDecoder().decode(Log.self, from: Data(Format.sarif.render(report, options).utf8))
  }
}

/// What the tests look at, declared apart from what writes it.
private struct Log: Decodable {
  var version: String
  var runs: [Run]

  struct Run: Decodable {
    var tool: Tool
    var invocations: [Invocation]
    var results: [Result]
  }
  struct Tool: Decodable { var driver: Driver }
  struct Driver: Decodable { var rules: [Rule] }
  struct Invocation: Decodable { var executionSuccessful: Bool }
  struct Rule: Decodable {
    var id: String
    var shortDescription, fullDescription, help: Message
  }
  struct Message: Decodable { var text: String }
  struct Result: Decodable {
    var ruleId: String
    var ruleIndex: Int
    var message: Message
    var locations: [Location]
    var relatedLocations: [Location]?
    var codeFlows: [CodeFlow]?
    var partialFingerprints: [String: String]?
  }
  struct CodeFlow: Decodable { var threadFlows: [ThreadFlow] }
  struct ThreadFlow: Decodable { var locations: [Step] }
  struct Step: Decodable { var location: Location }
  struct Location: Decodable { var physicalLocation: PhysicalLocation }
  struct PhysicalLocation: Decodable {
    var artifactLocation: Artifact
    var region: Region?
  }
  struct Artifact: Decodable { var uri, uriBaseId: String? }
  struct Region: Decodable {
    var startLine, startColumn: Int
    var endColumn: Int?
    var properties: Properties?
  }
  struct Properties: Decodable { var columnKind: String }
}
