import Foundation
import Logging
import MetricsTestKit
import NIOPosix
import ServiceLifecycle
import StallWatchdog
import Testing

@testable import StallWatchdogService

@Suite struct ServiceTests {
  private let folder: TemporaryFolder
  private let book = LogBook()

  init() throws {
    folder = try TemporaryFolder()
  }

  private func service() -> StallWatchdogService {
    var configuration = StallWatchdogService.Configuration()
    configuration.file = .init(path: folder.path("log"))
    return StallWatchdogService(configuration, logger: book.logger, metrics: TestMetrics())
  }

  /// Runs until something is written: the delays of a run are, at its end at the latest.
  private func expectAWholeRun() throws {
    let lines = folder.lines("log")
    #expect(lines.first?.contains("\"type\":\"start\"") == true)
    #expect(lines.last?.contains("\"type\":\"stop\"") == true)
    try LineSchema.expectValid(lines)
  }

  @Test(.timeLimit(.minutes(1))) func itRunsUntilTheServicesShutDown() async throws {
    let stalls = service()
    let group = ServiceGroup(services: [stalls], logger: book.logger)
    async let run: Void = group.run()
    try await Task.sleep(for: .milliseconds(50))
    await group.triggerGracefulShutdown()
    try await run
    try expectAWholeRun()
  }

  @Test(.timeLimit(.minutes(1))) func itEndsWhenItsTaskIsCancelled() async throws {
    let stalls = service()
    let run = Task { await stalls.run() }
    try await Task.sleep(for: .milliseconds(50))
    run.cancel()
    await run.value
    try expectAWholeRun()
  }

  @Test func itRunsWithoutAServiceGroup() throws {
    let stalls = service()
    stalls.watch(MultiThreadedEventLoopGroup.singleton)
    #expect(stalls.start())
    #expect(stalls.start())
    stalls.stop()
    stalls.stop()
    try expectAWholeRun()
    #expect(folder.lines("log").filter { $0.contains("\"type\":\"stop\"") }.count == 1)
  }

  @Test func aWatchdogThatDoesNotStartIsLoggedAndHarmless() throws {
    let stalls = service()
    stalls.watchdog.stop()
    #expect(!stalls.start())
    #expect(book.entries.map(\.level) == [.error])
    #expect(book.entries.first?.text.hasPrefix("stalls are not watched: ") == true)
    stalls.stop()
  }
}
