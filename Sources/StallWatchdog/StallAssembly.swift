/// Makes the events of a stall out of what the engine reports piece by piece.
///
/// A plain value: it knows no clock, no thread and no queue.
package struct StallAssembly {
  /// How many stalls may last at a time. Beyond, the oldest is forgotten: its end is still reported, with less.
  package static let limit = 1024

  private var lasting: [Int: StallDraft] = [:]

  package init() {}

  /// - Parameter lookUp: Finds functions and lines for a stack.
  package mutating func take(_ event: EngineEvent, lookUp: (CapturedStack) -> Stack) -> StallEvent? {
    switch event.kind {
    case .began:
      var draft = StallDraft(event.stall)
      draft.add(event.sample)
      begin(draft)
      return .began(draft.stall(lookUp: lookUp))
    case .sample:
      lasting[event.stall.id]?.see(event.stall)
      lasting[event.stall.id]?.add(event.sample)
      return nil
    case .ended:
      var draft = lasting.removeValue(forKey: event.stall.id) ?? StallDraft(event.stall)
      draft.end(event.stall)
      return .ended(draft.stall(lookUp: lookUp))
    case .paused(let kind):
      return .paused(
        Pause(kind: kind, loop: event.loop, began: event.stall.began, duration: event.stall.duration))
    case .dropped(let count):
      return .dropped(count: count)
    }
  }

  private mutating func begin(_ draft: StallDraft) {
    if lasting.count >= Self.limit, let oldest = lasting.keys.min() { lasting[oldest] = nil }
    lasting[draft.id] = draft
  }
}
