import Foundation
import Loops

/// One stall to inject.
struct Injection {
  var cause: Cause
  var duration: Int
  /// How long the loop is left to its light work before.
  var gap: Int
}

/// The stalls of one place, in order: every cause equally often, in a random order.
struct Plan {
  let injections: [Injection]

  init(count: Int, shortest: Duration, longest: Duration, using generator: inout SplitMix) {
    let causes = (0..<count).map { Cause.allCases[$0 % Cause.allCases.count] }.shuffled(using: &generator)
    injections = causes.map { cause in
      Injection(
        cause: cause, duration: logUniform(shortest.nanoseconds...longest.nanoseconds, using: &generator),
        gap: logUniform(30_000_000...300_000_000, using: &generator))
    }
  }
}

private func logUniform(_ range: ClosedRange<Int>, using generator: inout SplitMix) -> Int {
  Int(exp(Double.random(in: log(Double(range.lowerBound))...log(Double(range.upperBound)), using: &generator)))
}

/// The same numbers for the same seed (Steele, Lea, Flood 2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
