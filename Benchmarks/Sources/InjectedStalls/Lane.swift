import Foundation
import Loops
import Synchronization

/// A stall that was injected, as it really was.
struct Injected: Codable, Sendable {
  /// The name of the place.
  var place: String
  var cause: Cause
  var begin: Int
  var end: Int
  var line: Int
}

/// Injects stalls one after the other, at several places in turn, from a thread of its own.
///
/// Lanes run side by side, so that loops stall at the same time; only one of them computes at a time, because more
/// would compete for the processors, and the true duration of a stall would be a question.
struct Lane: Sendable {
  let stops: [(place: any Place, injection: Injection)]

  init(_ plans: [(place: any Place, plan: Plan)]) {
    let longest = plans.map(\.plan.injections.count).max() ?? 0
    stops = (0..<longest).flatMap { index in
      plans.compactMap { place, plan in
        index < plan.injections.count ? (place, plan.injections[index]) : nil
      }
    }
  }

  /// Returns what was injected when all of it is over.
  func run(computing: NSLock) async -> [Injected] {
    await withCheckedContinuation { continuation in
      startThread(named: "lane") {
        continuation.resume(returning: stops.compactMap { inject($0.injection, at: $0.place, computing: computing) })
      }
    }
  }

  private func inject(_ injection: Injection, at place: any Place, computing: NSLock) -> Injected? {
    usleep(UInt32(injection.gap / 1000))
    let blocks =
      injection.cause == .spin ? computing.withLock { block(injection, at: place) } : block(injection, at: place)
    // All threads that serve the place were held up from the last that came to the first that went.
    guard let begin = blocks.map(\.begin).max(), let end = blocks.map(\.end).min(), begin < end else { return nil }
    return Injected(
      place: place.name, cause: injection.cause, begin: begin, end: end, line: blocks[0].line)
  }

  private func block(_ injection: Injection, at place: any Place) -> [Block] {
    let blocks = Mutex<[Block]>([])
    let done = DispatchSemaphore(value: 0)
    let gates = (0..<place.width).map { _ in Gate(injection.cause, duration: injection.duration) }
    for gate in gates {
      place.run {
        let block = gate.block()
        blocks.withLock { $0.append(block) }
        done.signal()
      }
    }
    for _ in gates { done.wait() }
    return blocks.withLock { $0 }
  }
}
