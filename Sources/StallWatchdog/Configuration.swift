extension StallWatchdog {
  /// What a watchdog looks for, and what it may do to find out more.
  public struct Configuration: Sendable, Hashable {
    /// A loop that gives no sign of life for longer than this stalls. Every probe may have its own.
    public var threshold: Duration = .milliseconds(100)

    /// Whether a stalled thread is interrupted, by SIGPROF, for its stack.
    ///
    /// That tells the line. It also makes some system calls return early, with EINTR; see <doc:StacksAndSignals>.
    public var stacks = false

    /// The longest time between two looks at a process that does nothing. Nil is the smallest threshold of its probes.
    public var rest: Duration?

    /// Whether the probes that C code made by `stall_probe_create` are watched, too.
    public var watchesProbesOfC = true

    /// 100 ms, and no stacks.
    public init() {}
  }
}
