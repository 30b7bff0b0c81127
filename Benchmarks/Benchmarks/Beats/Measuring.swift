import Benchmark
import CountedAllocations
import NIOCore
import NIOPosix
import StallWatchdog

let allocations = BenchmarkMetric.custom("Allocations", polarity: .prefersSmaller, useScalingFactor: true)
let bytes = BenchmarkMetric.custom("Bytes", polarity: .prefersSmaller, useScalingFactor: false)

/// Runs the body as often as the benchmark asks, and counts what it allocates on this thread.
func counted(_ benchmark: Benchmark, _ body: () -> Void) {
  let before = counted_allocations()
  for _ in benchmark.scaledIterations { body() }
  benchmark.measurement(allocations, Int(counted_allocations() - before))
}

/// Runs the body as a piece of work of its own on a loop of SwiftNIO; the loop hands them to itself.
func onLoop(_ benchmark: Benchmark, _ body: @escaping @Sendable () -> Void) throws {
  let loop = MultiThreadedEventLoopGroup.singleton.any()
  let range = benchmark.scaledIterations
  let before = try loop.submit {
    let before = counted_allocations()
    for _ in range { loop.execute(body) }
    return before
  }.wait()
  // What is behind the last of them runs after it.
  let after = try loop.submit { counted_allocations() }.wait()
  benchmark.measurement(allocations, Int(after - before))
}

/// What each of a thousand probes holds, all of which are kept.
func bytesHeld(by held: inout [Probe], _ make: (Int) -> Probe) -> Int {
  let count = 1000
  held.reserveCapacity(held.count + count)
  let before = counted_bytes_in_use()
  for _ in 0..<count { held.append(make(held.count)) }
  return (Int(counted_bytes_in_use()) - Int(before)) / count
}
