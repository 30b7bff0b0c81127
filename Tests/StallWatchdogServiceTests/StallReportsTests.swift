import Logging
import Foundation
import MetricsTestKit
import StallWatchdog
import Testing

@testable import StallWatchdogService

@Suite struct StallReportsTests {
  private let folder: TemporaryFolder
  private let book = LogBook()
  private let metrics = TestMetrics()

  init() throws {
    folder = try TemporaryFolder()
  }

  private func reports(_ change: (inout StallWatchdogService.Configuration) -> Void = { _ in }) -> StallReports {
    var configuration = StallWatchdogService.Configuration()
    configuration.file = .init(path: folder.path("log"))
    change(&configuration)
    return StallReports(configuration, logger: book.logger, metrics: metrics)
  }

  @Test func oneStallIsToldToAll() throws {
    let reports = reports()
    reports.receive(.began(Sample.stall()))
    reports.receive(.ended(Sample.stall()))
    reports.finish(with: [Sample.delays()])
    #expect(book.entries.map(\.text).first?.hasPrefix("NIO-ELT-0-#1 stalled for 512 ms") == true)
    #expect(book.entries.count == 1)
    #expect(try metrics.expectCounter("stall_watchdog_stalls", [("loop", "NIO-ELT-0-#1")]).totalValue == 1)
    #expect(folder.lines("log").count == 5)
    #expect(folder.text("log").contains("\"type\":\"delays\""))
    #expect(folder.lines("log").last?.contains("\"type\":\"stop\"") == true)
    try LineSchema.expectValid(folder.lines("log"))
  }

  @Test func theFileHasEveryStallAndTheLogTheFirstOfItsSite() {
    let reports = reports()
    for id in 1...20 { reports.receive(.ended(Sample.stall(id: id))) }
    reports.finish(with: [])
    #expect(book.entries.count == 2)
    #expect(book.entries.last?.text.hasPrefix("and 19 more stalls at Routes.swift:12") == true)
    #expect(folder.lines("log").count == 22)
  }

  @Test func whatIsOffIsNotTold() {
    let reports = reports { configuration in
      configuration.logs = false
      configuration.measures = false
      configuration.file = nil
    }
    reports.receive(.ended(Sample.stall()))
    reports.finish(with: [Sample.delays()])
    #expect(book.entries.isEmpty)
    #expect(metrics.counters(label: "stall_watchdog_stalls").isEmpty)
    #expect(folder.names == [])
  }

  @Test func aFileThatCannotBeWrittenIsLoggedOnceThoughStallsAreNot() throws {
    let reports = reports { configuration in
      configuration.logs = false
      configuration.file = .init(path: folder.path("none/log"))
    }
    for id in 1...3 { reports.receive(.ended(Sample.stall(id: id))) }
    reports.finish(with: [])
    #expect(
      book.entries.map(\.text) == [
        """
        the stall log \(folder.path("none/log")) cannot be written, its lines are dropped: open: \
        No such file or directory
        """
      ])
    #expect(book.entries.map(\.level) == [.error])
  }

  @Test func aLongStallIsLoggedWhileItLasts() async throws {
    let reports = StallReports(
      log: StallLogging(logger: book.logger), metrics: nil, file: nil,
      notices: StallNotices(patience: .milliseconds(20)))
    reports.receive(.began(Sample.stall(duration: .milliseconds(101))))
    while book.entries.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    reports.finish(with: [])
    #expect(book.entries.map(\.text).first?.hasPrefix("NIO-ELT-0-#1 has been stalling for ") == true)
    #expect(book.entries.count == 1)
  }
}
