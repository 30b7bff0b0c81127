import Logging
import NIOPosix
import ServiceLifecycle
import StallWatchdog
import StallWatchdogService
import UnixSignals

/// A service with a watchdog in it:  stall-example [PORT]
///
/// Without a port it takes one that is free, and says which. `STALL_WATCHDOG` says what the watchdog does.
@main
enum StallExample {
  static func main() async throws {
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    let logger = Logger(label: "stall-example")
    let group = MultiThreadedEventLoopGroup.singleton
    let port = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 0
    var services: [any Service] = [Server(port: port, group: group)]

    let stalls = StallWatchdog.fromEnvironment(otherwise: "stacks=all", logger: logger)
    stalls?.watch(group)
    if let stalls { services.append(stalls) }

    try await ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
  }
}
