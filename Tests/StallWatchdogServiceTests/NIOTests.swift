import Foundation
import NIOCore
import NIOPosix
import StallWatchdog
import Synchronization
import Testing

@testable import StallWatchdogService

@Suite struct NIOTests {
  @Test func loopsAreNamedAfterTheirThreads() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
    let watchdog = StallWatchdog()
    let labels = watchdog.watch(group).map(\.loop)
    #expect(labels.allSatisfy { $0.kind == .eventLoop && $0.label.hasPrefix("NIO-ELT-") })
    #expect(labels.map { $0.label.suffix(3) } == ["-#1", "-#2"])
    #expect(watchdog.watch(group, label: "http").map(\.loop.label) == ["http[0]", "http[1]"])
    watchdog.stop()
    try await group.shutdownGracefully()
  }

  @Test func theSingletonIsWatchedLikeAnyOther() {
    let watchdog = StallWatchdog()
    let probes = watchdog.watch(MultiThreadedEventLoopGroup.singleton)
    #expect(probes.count == Array(MultiThreadedEventLoopGroup.singleton.makeIterator()).count)
    watchdog.stop()
  }

  @Test(.timeLimit(.minutes(1))) func aBlockedLoopIsReportedByName() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
    let watchdog = StallWatchdog()
    let probes = watchdog.watch(group, threshold: .milliseconds(40))
    let events = watchdog.events()
    watchdog.start()
    let loops = Array(group.makeIterator())
    // The first may come before the watchdog has heard of the loop: nobody knows then that it runs.
    let blocking = Task {
      while !Task.isCancelled {
        loops[1].execute { usleep(120_000) }
        try await Task.sleep(for: .milliseconds(300))
      }
    }
    let ended = await events.compactMap { if case .ended(let stall) = $0 { stall } else { nil } }.first { _ in true }
    blocking.cancel()
    #expect(ended?.loop == probes[1].loop)
    #expect(ended?.threads.first?.name == probes[1].loop.label)
    watchdog.stop()
    try await group.shutdownGracefully()
  }

  @Test func aLoopThatShutsDownTakesItsProbeWithIt() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let watchdog = StallWatchdog()
    watchdog.watch(group)
    watchdog.start()
    #expect(watchdog.delays().count == 1)
    try await group.shutdownGracefully()
    #expect(watchdog.delays().isEmpty)
    watchdog.stop()
  }

  @Test func aLoopThatHasShutDownIsGivenNothing() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let sent = Mutex<[Heartbeat]>([])
    let line = HeartbeatLine(to: group.next())
    line.whenClosed {}
    let watchdog = StallWatchdog()
    watchdog.watch(Loop(label: "any", kind: .eventLoop)) { beat in sent.withLock { $0.append(beat) } }
    watchdog.start()
    while sent.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
    let beat = try #require(sent.withLock { $0.first })
    line.send(beat)
    try await group.shutdownGracefully()
    // NIO would complain on standard error, as it does below.
    let output = try standardError { line.send(beat) }
    #expect(!output.contains("Cannot schedule"))
    let told = try standardError { group.next().execute {} }
    #expect(told.contains("Cannot schedule"))
    watchdog.stop()
  }

  /// What is written to standard error meanwhile.
  private func standardError(_ body: () -> Void) throws -> String {
    let pipe = Pipe()
    let kept = dup(STDERR_FILENO)
    dup2(pipe.fileHandleForWriting.fileDescriptor, STDERR_FILENO)
    body()
    dup2(kept, STDERR_FILENO)
    close(kept)
    try pipe.fileHandleForWriting.close()
    return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
  }
}
