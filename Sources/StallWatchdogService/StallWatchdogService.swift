public import CoreMetrics
import Dispatch
public import Logging
public import NIOCore
public import ServiceLifecycle
public import StallWatchdog
import Synchronization

/// Watches a service while it runs, and tells of its stalls in its log, its metrics and a file.
///
/// ```swift
/// let stalls = StallWatchdogService(logger: logger)
/// stalls.watch(MultiThreadedEventLoopGroup.singleton)
/// let services = ServiceGroup(services: [server, stalls], logger: logger)
/// ```
///
/// None of its work runs in a task or on a watched thread: what starves the service does not starve it. It never fails its host: what goes wrong with it is
/// logged once. Without a `ServiceGroup`, call ``start()`` and ``stop()``.
public final class StallWatchdogService: Service {
  /// For more loops than ``watch(_:label:threshold:)`` knows, and for handlers of one's own. Its delays are taken by the service.
  public let watchdog: StallWatchdog

  private let configuration: Configuration
  private let logger: Logger
  private let reports: StallReports
  private let isRunning = Mutex(false)

  /// Starts nothing yet.
  ///
  /// - Parameters:
  ///   - configuration: what to watch, and where to tell of it.
  ///   - logger: nil: one with the label `StallWatchdog`.
  ///   - metrics: where metrics are made; nil: what `MetricsSystem` was bootstrapped with. See <doc:Metrics>.
  public init(
    _ configuration: Configuration = Configuration(), logger: Logger? = nil, metrics: (any MetricsFactory)? = nil
  ) {
    let logger = logger ?? Logger(label: "StallWatchdog")
    self.configuration = configuration
    self.logger = logger
    watchdog = StallWatchdog(configuration.watchdog)
    reports = StallReports(configuration, logger: logger, metrics: metrics ?? MetricsSystem.factory)
    watchdog.onEvent { [reports] in reports.receive($0) }
    if configuration.watchesMainActor { watchdog.watchMainActor() }
    if configuration.watchesCooperativePool { watchdog.watchCooperativePool() }
  }

  /// Sends heartbeats to every event loop of a group. See `StallWatchdog.watch(_:label:threshold:)`.
  @discardableResult
  public func watch(_ group: any EventLoopGroup, label: String? = nil, threshold: Duration? = nil) -> [Probe] {
    watchdog.watch(group, label: label, threshold: threshold)
  }

  /// Watches until the service is to shut down, or the task is cancelled.
  ///
  /// Suspends meanwhile and never throws: where nothing can be watched it says so in the log and waits like any service.
  public func run() async {
    await offThePool { _ = self.start() }
    try? await gracefulShutdown()
    await offThePool { self.stop() }
  }

  /// Both wait for threads, which a task must not.
  private func offThePool(_ work: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        work()
        continuation.resume()
      }
    }
  }

  /// Starts the watchdog.
  ///
  /// - Returns: false where no thread was to be had, or the watchdog was stopped before; the log says why.
  @discardableResult
  public func start() -> Bool {
    let isFirst = isRunning.withLock { isRunning in
      defer { isRunning = true }
      return !isRunning
    }
    guard watchdog.start() else {
      logger.error("stalls are not watched: \(watchdog.problem ?? "the watchdog did not start")")
      return false
    }
    guard isFirst else { return true }
    if let problem = watchdog.problem { logger.warning("stalls are watched, with less: \(problem)") }
    reportDelays()
    return true
  }

  /// Stops the watchdog for good and writes what was kept back.
  ///
  /// Waits for the watchdog's thread, and up to 2 s each for the logger and the disk. Of several calls the first counts.
  public func stop() {
    let isLast = isRunning.withLock { isRunning in
      defer { isRunning = false }
      return isRunning
    }
    guard isLast else { return }
    let delays = watchdog.delays()
    watchdog.stop()
    reports.finish(with: delays)
  }

  private func reportDelays() {
    let interval = max(configuration.interval, .seconds(1))
    reports.receive(every: interval) { [watchdog] in watchdog.delays() }
  }
}

extension StallReports {
  convenience init(
    _ configuration: StallWatchdogService.Configuration, logger: Logger, metrics: any MetricsFactory
  ) {
    let file = configuration.file.map { file in
      StallLogFile(file, start: .init(of: configuration.watchdog)) { fault in
        logger.error("the stall log \(file.path) cannot be written, its lines are dropped: \(fault.text)")
      }
    }
    self.init(
      log: configuration.logs ? StallLogging(logger: logger) : nil,
      metrics: configuration.measures ? StallMetrics(factory: metrics) : nil,
      file: file)
  }
}
