import Foundation
import Model
import Reports
import Testing

@Suite struct JSONReportTests {
  @Test func theWholeReport() throws {
    try expectGolden(Format.json.render(Sample.report, Sample.options), "report.json")
  }

  @Test func itKeepsTheContract() throws {
    let empty = Report(toolVersion: "", coverage: Coverage(), findings: [])
    try Validator.expectValid(
      [Format.json.render(Sample.report), Format.json.render(empty)], schema: "findings.schema.json", isClosed: true)
  }

  @Test func theValidatorRefusesWhatBreaksTheContract() throws {
    let broken = Format.json.render(Sample.report).replacing("\"severity\" : \"note\"", with: "\"severity\" : \"hint\"")
    let answer = try Validator.check([broken], schema: "findings.schema.json", isClosed: true)
    #expect(answer.contains("'hint' is not one of"))
  }

  static let contract = Fixture.folder.appending(path: "../../../../shared/findings.schema.json").standardized

  @Test(.enabled(if: FileManager.default.fileExists(atPath: contract.path)))
  func theContractHereIsTheProjectsOwn() throws {
    #expect(try Data(contentsOf: Fixture.url("findings.schema.json")) == Data(contentsOf: Self.contract))
  }
}
