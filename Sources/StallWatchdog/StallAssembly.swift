/// Makes the events of a stall out of what the engine reports piece by piece.
///
/// A plain value: it knows no clock, no thread and no queue.
package struct StallAssembly {
  /// How many stalls may last at a time. Beyond, the oldest is forgotten: its end is still reported, with less.
  private static let limit = 1024

  private var lasting: [Int: Stall] = [:]

  package init() {}

  package mutating func take(_ event: EngineEvent) -> StallEvent? {
    switch event.kind {
    case .began:
      begin(event.stall)
      return .began(event.stall)
    case .sample:
      return nil
    case .ended:
      return .ended(end(event.stall))
    case .paused(let kind):
      return .paused(
        Pause(kind: kind, loop: event.loop, began: event.stall.began, duration: event.stall.duration))
    case .dropped(let count):
      return .dropped(count: count)
    }
  }

  private mutating func begin(_ stall: Stall) {
    if lasting.count >= Self.limit, let oldest = lasting.keys.min() { lasting[oldest] = nil }
    lasting[stall.id] = stall
  }

  private mutating func end(_ stall: Stall) -> Stall {
    guard let begun = lasting.removeValue(forKey: stall.id), stall.threads.isEmpty else { return stall }
    var stall = stall
    stall.threads = begun.threads
    return stall
  }
}
