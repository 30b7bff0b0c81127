/// What a watchdog has to say, for one reader.
///
/// Keeps the newest 256 events until they are read; of what it had to drop it gives the number, as
/// ``StallEvent/dropped(count:)``, before the event that followed. Ends when the watchdog stops. Two iterators of one
/// sequence share its events; ask ``StallWatchdog/events()`` for another instead.
public struct StallEvents: AsyncSequence, Sendable {
  public typealias Element = StallEvent
  public typealias Failure = Never

  let stream: AsyncStream<StallEvent>
  let dropped: DropCount

  public func makeAsyncIterator() -> Iterator {
    Iterator(base: stream.makeAsyncIterator(), dropped: dropped)
  }

  /// Reads one event after another, for one task.
  public struct Iterator: AsyncIteratorProtocol {
    var base: AsyncStream<StallEvent>.Iterator
    let dropped: DropCount

    /// Nil when the watchdog has stopped and everything is read, or the task was cancelled.
    public mutating func next() async -> StallEvent? {
      await next(isolation: nil)
    }

    /// Nil when the watchdog has stopped and everything is read, or the task was cancelled.
    public mutating func next(isolation actor: isolated (any Actor)?) async -> StallEvent? {
      let count = dropped.take()
      return count > 0 ? .dropped(count: count) : await base.next(isolation: actor)
    }
  }
}
