import Foundation
import Tools

// What a loop asks of its sequence.

struct SlowCounter: Sequence, IteratorProtocol, Sendable {
  mutating func next() -> Int? {
    usleep(1)
    return nil
  }
}

struct SlowStart: Sequence, Sendable {
  func makeIterator() -> [Int].Iterator {
    usleep(1)
    return [1].makeIterator()
  }
}

struct SlowStream: AsyncSequence, Sendable {
  struct AsyncIterator: AsyncIteratorProtocol {
    mutating func next() async -> Int? { nil }
  }
  func makeAsyncIterator() -> AsyncIterator {
    usleep(1)
    return AsyncIterator()
  }
}

func loops() async {
  for number in SlowCounter() { _ = number }  // finding: blocking-call
  for number in SlowStart() { _ = number }  // finding: blocking-call
  for number in [1, 2] { _ = number }
  for await number in SlowStream() { _ = number }  // finding(index): blocking-call
}

func loopsOpaquely() async {
  for number in opaquely(SlowCounter()) { _ = number }  // finding(index): blocking-call
  for number in opaquely([1]) { _ = number }
  for await number in opaquely(SlowStream()) { _ = number }  // finding(index): blocking-call
}

func asksBySteps() async {
  var iterator = opaquely(SlowCounter()).makeIterator()
  _ = iterator.next()  // finding(index): blocking-call
}
