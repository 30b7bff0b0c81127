extension StallWatchdog {
  /// What a watchdog looks for, and what it may do to find out more.
  public struct Configuration: Sendable, Hashable {
    /// A loop that gives no sign of life for longer than this stalls. Every probe may have its own.
    public var threshold: Duration = .milliseconds(100)

    /// Which stalled threads are asked for their stack, which names the line.
    public var stacks = Stacks.blocked

    /// The longest time between two looks at a process that does nothing. Nil is the smallest threshold of its probes.
    public var rest: Duration?

    /// Whether the probes that C code made by `stall_probe_create` are watched, too.
    public var watchesProbesOfC = true

    /// 100 ms, and stacks of those that are blocked.
    public init() {}

    /// Which stalled threads are asked for their stack, from the least intrusive on.
    public enum Stacks: String, Sendable, Hashable, CaseIterable {
      /// None: a report says what the thread does and not where.
      case off
      /// Those that are blocked: their stack is read from outside, and they notice nothing.
      case blocked
      /// Also those that are busy: they are interrupted by SIGPROF; see <doc:StacksAndSignals>.
      case all
    }
  }
}
