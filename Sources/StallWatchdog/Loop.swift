/// Something that takes up one piece of work after another, and on which many wait when one of them lasts too long.
public struct Loop: Sendable, Hashable {
  /// What sort of loop it is.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A loop of SwiftNIO, or any other that hands on what is ready for reading and writing.
    case eventLoop = "event-loop"
    /// The executor of `@MainActor`.
    case mainActor = "main-actor"
    /// The threads that run Swift tasks of one priority.
    case pool
    /// One actor.
    case actor
    /// A `SerialExecutor` or `TaskExecutor` of the program's own.
    case executor
    /// A `DispatchQueue`.
    case queue
    /// A loop that tells of itself: ``Probe/enter()``, ``Probe/leave()``, ``Probe/beat()``.
    case probe
  }

  /// The name under which it is reported. No two probes of one watchdog have the same.
  public var label: String
  /// What the loop is; decides how often it is asked.
  public var kind: Kind

  /// Describes a loop; watches nothing.
  public init(label: String, kind: Kind) {
    self.label = label
    self.kind = kind
  }
}

extension Loop: CustomStringConvertible {
  /// The label alone.
  public var description: String { label }
}
