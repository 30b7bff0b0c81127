import Foundation
import Model
import TestSupport
import Testing

@testable import Linter

/// A package of Swift and C, built as users build theirs.
@Suite struct MixedServiceTests {
  private static let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/MixedService")

  @Test func onePathLeadsFromAnActorThroughCToTheSystemCall() throws {
    let folder = try TemporaryFolder()
    let package = folder.path + "/MixedService"
    try FileManager.default.copyItem(atPath: Self.fixture.path, toPath: package)
    try build(package)
    var options = LintOptions()
    options.workingDirectory = package
    let report = try Linter(rules: .forTests, options: options).run(toolVersion: "test").report
    #expect(report.coverage.swift.resolved == 3)
    #expect(report.coverage.c.resolved == 1)
    // `PoliteStation` does the same on a thread that may block.
    try #require(report.findings.count == 1)
    let finding = report.findings[0]
    #expect(finding.confidence == .resolved)
    #expect(finding.context.kind == .actor)
    #expect(finding.context.symbol == "Station.poll()")
    let hops = finding.path.map { hop in
      "\(hop.symbol) \(hop.place.map { "\(FilePath.name($0.file)):\($0.line):\($0.column)" } ?? "nowhere")"
    }
    #expect(
      hops == [
        "Reading.current() Station.swift:6:27", "device_read Reading.swift:7:24", "wait_ready device.c:19:3",
        "settle device.c:15:11", "usleep device.c:9:3",
      ])
  }

  private func build(_ package: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["swift", "build", "--package-path", package]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
