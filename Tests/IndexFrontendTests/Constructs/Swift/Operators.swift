import Foundation
import Tools

// Operators: the standard ones on types of one's own, declared ones, and those behind a pattern.

struct Depth: Equatable, Comparable, Sendable {
  var metres = 1
  static func == (left: Depth, right: Depth) -> Bool {
    usleep(1)
    return left.metres == right.metres
  }
  static func < (left: Depth, right: Depth) -> Bool {
    usleep(1)
    return left.metres < right.metres
  }
  static func + (left: Depth, right: Depth) -> Depth {
    usleep(1)
    return left
  }
  static func += (left: inout Depth, right: Depth) { usleep(1) }
  static prefix func - (depth: Depth) -> Depth {
    usleep(1)
    return depth
  }
  static func ~= (pattern: Depth, value: Int) -> Bool {
    usleep(1)
    return true
  }
}

struct Weight: Equatable, Sendable { var grams = 1 }

func calculates(_ a: Depth, _ b: Depth) async {
  var sum = a + b  // finding(index): blocking-call
  sum += a  // finding(index): blocking-call
  _ = -a  // finding(index): blocking-call
  _ = a == b  // finding(index): blocking-call
  _ = a != b  // missed: blocking-call - `!=` is the standard library's, and what it calls is not in its module
  _ = a < b  // finding(index): blocking-call
  _ = 1 + 2
  _ = Weight() == Weight()
  switch 1 {
  case a: break  // finding(index): blocking-call
  default: break
  }
}

func comparesInside(_ depths: [Depth]) async {
  _ = depths.sorted()  // missed: blocking-call - the standard library calls `<` through a requirement of its own
}

struct Pair: Equatable, Sendable {
  var first = Depth()
  var second = 1
}

func comparesWhole(_ a: Pair, _ b: Pair) async {
  _ = a == b  // missed: blocking-call - the operator that the compiler makes is recorded as Equatable's
}

func shortCircuits(_ ready: Bool, _ number: Int?) async {
  _ = ready && slowNumber() == 1  // finding: blocking-call
  _ = number ?? slowNumber()  // finding: blocking-call
}
