internal import Dispatch
internal import Synchronization

/// Hands on what the engine reports, in order, to those who asked for it.
///
/// The engine's thread must not wait: it leaves a copy here and returns. Everything else happens on a serial queue.
package final class Reporter: Sendable {
  private struct Readers {
    var handlers: [@Sendable (StallEvent) -> Void] = []
    var streams: [Int: AsyncStream<StallEvent>.Continuation] = [:]
    var counts: [Int: DropCount] = [:]
    var next = 0
    var finished = false
  }

  private struct Desk {
    var assembly = StallAssembly()
    /// Made for the first stack: it lists what is loaded, which programs without stacks need not pay.
    var symbolicator: Symbolicator?

    mutating func take(_ event: EngineEvent) -> StallEvent? {
      assembly.take(event) { stack in
        if symbolicator == nil { symbolicator = Symbolicator() }
        return symbolicator?.stack(stack) ?? Stack(frames: [])
      }
    }
  }

  /// How many reports may wait for the queue, and how many events for one reader of a stream.
  package static let limit = 256
  /// More stacks of a stall that is known are less worth than the next stall: they are the first to go.
  package static let sampleLimit = 64

  private let queue = DispatchQueue(label: "StallWatchdog.reports")
  private let isReporting = DispatchSpecificKey<Bool>()
  private let waiting = Atomic<Int>(0)
  private let dropped = DropCount()
  // Only the queue takes this lock; nobody ever waits for it.
  private let desk = Locked(Desk())
  private let readers = Locked(Readers())

  package init() {
    queue.setSpecific(key: isReporting, value: true)
  }

  /// Called on the engine's thread. Drops and counts the event when too many wait.
  package func take(_ event: EngineEvent) {
    let limit = event.isSample ? Self.sampleLimit : Self.limit
    guard waiting.wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
      waiting.wrappingSubtract(1, ordering: .relaxed)
      return dropped.add()
    }
    queue.async { [self] in
      waiting.wrappingSubtract(1, ordering: .relaxed)
      let count = dropped.take()
      if count > 0 { tell(.dropped(count: count)) }
      if let event = desk.withLock({ $0.take(event) }) { tell(event) }
    }
  }

  package func onEvent(_ handler: @escaping @Sendable (StallEvent) -> Void) {
    readers.withLock { if !$0.finished { $0.handlers.append(handler) } }
  }

  package func events() -> StallEvents {
    let (stream, continuation) = AsyncStream.makeStream(
      of: StallEvent.self, bufferingPolicy: .bufferingNewest(Self.limit))
    let dropped = DropCount()
    let id: Int? = readers.withLock { readers in
      guard !readers.finished else { return nil }
      readers.next += 1
      readers.streams[readers.next] = continuation
      readers.counts[readers.next] = dropped
      return readers.next
    }
    if let id {
      continuation.onTermination = { [weak self] _ in self?.forget(id) }
    } else {
      continuation.finish()
    }
    return StallEvents(stream: stream, dropped: dropped)
  }

  /// Waits until what was reported so far has been handed on. Not for handlers.
  package func settle() {
    queue.sync {}
  }

  /// Ends every stream, after what was reported before. Waits for that, unless it is called by a handler.
  package func finish() {
    guard DispatchQueue.getSpecific(key: isReporting) == nil else { return end() }
    queue.sync { end() }
  }

  private func forget(_ id: Int) {
    readers.withLock { readers in
      readers.streams[id] = nil
      readers.counts[id] = nil
    }
  }

  private func tell(_ event: StallEvent) {
    let (handlers, streams, counts) = readers.withLock { ($0.handlers, $0.streams, $0.counts) }
    // First those that take no time, and get the event even where a handler ends everything.
    for (id, stream) in streams {
      if case .dropped = stream.yield(event) { counts[id]?.add() }
    }
    for handler in handlers { handler(event) }
  }

  private func end() {
    let streams = readers.withLock { readers in
      readers.finished = true
      readers.handlers = []
      return Array(readers.streams.values)
    }
    // Outside the lock: a stream that ends calls `forget`.
    for stream in streams { stream.finish() }
  }
}
