/// Something that takes up pieces of work and that a watchdog watches.
public protocol Place: Sendable {
  /// What it is, in tables.
  var name: String { get }
  /// How many pieces of work must block at once until it takes up no other.
  var width: Int { get }
  /// How often it has light work to do; nil: it is idle.
  var period: Duration? { get }

  /// Takes up a piece of work. Thread-safe; returns at once.
  func run(_ work: @escaping @Sendable () -> Void)
}

extension Place {
  public var width: Int { 1 }
}
