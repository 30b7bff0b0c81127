import NIOCore
import NIOPosix
import StallWatchdog
import StallWatchdogService

/// An event loop that stalls until the watchdog has seen it.
@main
struct Client {
  static func main() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let stalls = StallWatchdogService()
    stalls.watch(group, label: "http", threshold: .milliseconds(50))
    let events = stalls.watchdog.events()
    stalls.start()
    let stalling = Task {
      while !Task.isCancelled {
        group.any().execute(stall)
        try await Task.sleep(for: .milliseconds(500))
      }
    }
    for await case .ended(let stall) in events where stall.loop.label == "http[0]" {
      print("\(stall.loop) stalled")
      break
    }
    stalling.cancel()
    stalls.stop()
    try await group.shutdownGracefully()
  }

  @Sendable private static func stall() {
    let end = ContinuousClock.now + .milliseconds(200)
    while ContinuousClock.now < end {}
  }
}
