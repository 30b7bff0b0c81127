/// Time in which a loop made no progress and nothing in the program is to blame.
public struct Pause: Sendable, Hashable {
  /// Why no progress was made.
  public enum Kind: String, Sendable, Hashable {
    /// The whole process did not run: SIGSTOP, a debugger, a frozen container or virtual machine.
    case stopped
    /// The machine slept.
    case suspended
    /// The thread of one loop was ready to run and had no CPU.
    case starved
  }

  /// What kept everybody from running.
  public var kind: Kind
  /// Nil where the whole process was concerned.
  public var loop: Loop?
  /// When the time began that was lost.
  public var began: WallTime
  /// How much was lost.
  public var duration: Duration

  /// Describes time that was lost.
  public init(kind: Kind, loop: Loop? = nil, began: WallTime, duration: Duration) {
    self.kind = kind
    self.loop = loop
    self.began = began
    self.duration = duration
  }
}
