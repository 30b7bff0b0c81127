public import CoreMetrics
public import Logging
public import StallWatchdog

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension StallWatchdog {
  /// Makes a service that watches as `STALL_WATCHDOG` says, or none.
  ///
  /// ```swift
  /// let stalls = StallWatchdog.fromEnvironment(logger: logger)
  /// stalls?.watch(MultiThreadedEventLoopGroup.singleton)
  /// ```
  ///
  /// The variable says `on`, `off`, or settings such as `threshold=50ms:stacks=all:file=/var/log/x.stalls.jsonl`; see <doc:Environment>.
  /// Never fails: what cannot be read keeps its default and is named in the log. Reads the environment, so call it before other threads change that.
  ///
  /// - Parameters:
  ///   - otherwise: what holds where the variable is not set.
  ///   - logger: nil: one with the label `StallWatchdog`.
  ///   - metrics: where metrics are made; nil: what `MetricsSystem` was bootstrapped with.
  /// - Returns: a service that was not started; nil where nothing is to be watched.
  public static func fromEnvironment(
    otherwise: String = "off", logger: Logger? = nil, metrics: (any MetricsFactory)? = nil
  ) -> StallWatchdogService? {
    let text = getenv("STALL_WATCHDOG").map { String(cString: $0) } ?? otherwise
    return StallWatchdogService(settings: text, logger: logger ?? Logger(label: "StallWatchdog"), metrics: metrics)
  }
}

extension StallWatchdogService {
  convenience init?(settings text: String, logger: Logger, metrics: (any MetricsFactory)?) {
    let settings = Settings(parsing: text)
    for problem in settings.problems { logger.error("STALL_WATCHDOG: \(problem)") }
    switch settings.wish {
    case .off: return nil
    case .help:
      logger.notice("STALL_WATCHDOG: \(Settings.help)")
      return nil
    case .on: self.init(settings.configuration, logger: logger, metrics: metrics)
    }
  }
}
