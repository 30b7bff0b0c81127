/// One of the threads that should have served a loop, as the kernel describes it.
public struct StalledThread: Sendable, Hashable, Identifiable {
  /// What a thread does when it is looked at.
  public enum Doing: Sendable, Hashable {
    /// Runs on a CPU.
    case busy
    /// Sleeps in the kernel.
    ///
    /// - Parameters:
    ///   - call: The system call it is in, such as `futex`; nil where unknown.
    ///   - channel: The kernel's function it sleeps in, such as `hrtimer_nanosleep`; nil where unknown.
    case blocked(call: String?, channel: String?)
    /// Is ready to run and has no CPU.
    case waitingForCPU
    /// Could not be found out.
    case unknown
  }

  /// The kernel's id, unique among all threads of the machine.
  public var id: Int
  /// At most 15 bytes, as the kernel keeps it.
  public var name: String
  /// While the loop stalled, when it was looked at last.
  public var doing: Doing
  /// CPU time it used while it was observed.
  public var cpu: Duration
  /// How long it was ready without a CPU while it was observed.
  public var queue: Duration
  /// For how long of the stall it was observed.
  public var observed: Duration
  /// Distinct stacks, the most frequent first; empty where none was asked for or could be had.
  public var samples: [StackSample]

  /// Describes a thread, for tests of what handles it.
  public init(
    id: Int, name: String, doing: Doing, cpu: Duration = .zero, queue: Duration = .zero, observed: Duration = .zero,
    samples: [StackSample] = []
  ) {
    self.id = id
    self.name = name
    self.doing = doing
    self.cpu = cpu
    self.queue = queue
    self.observed = observed
    self.samples = samples
  }
}

/// A stack, and how often it was seen during one stall.
public struct StackSample: Sendable, Hashable {
  /// At least 1.
  public var count: Int
  /// One that differs from those of the other samples.
  public var stack: Stack

  /// A stack that was seen that often.
  public init(count: Int = 1, stack: Stack) {
    self.count = count
    self.stack = stack
  }
}
