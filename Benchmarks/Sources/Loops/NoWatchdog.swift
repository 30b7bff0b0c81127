/// The watchdog does not start, so there is nothing to measure.
public struct NoWatchdog: Error, CustomStringConvertible {
  public var problem: String?

  public init(problem: String?) {
    self.problem = problem
  }

  public var description: String { problem ?? "the watchdog does not start" }
}
