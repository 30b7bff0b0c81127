import Model
import Reports
import Testing

@Suite struct GitHubReportTests {
  @Test func theWholeReport() throws {
    try expectGolden(Format.github.render(Sample.report, Sample.options), "report.github")
  }

  @Test func aNoteIsANotice() {
    let report = Report(toolVersion: "1", coverage: Sample.coverage, findings: [Sample.signal])
    #expect(
      Format.github.render(report).hasPrefix("::notice file=/srv/other/signal.c,line=3,col=1,title=busy-wait::spins%0A")
    )
  }

  @Test func nothingReadIsAWarning() {
    let report = Report(toolVersion: "1", coverage: Coverage(), findings: [])
    #expect(Format.github.render(report).hasPrefix("::warning title=unblock::no source file was read"))
  }
}
