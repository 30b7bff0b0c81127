import Benchmark
import Dispatch
import NIOPosix
import Offload

/// One way to have a number made elsewhere, and to wait for it.
private typealias Way = @Sendable (Int) async throws -> Int

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock], timeUnits: .nanoseconds, warmupIterations: 10, scalingFactor: .kilo,
    maxDuration: .seconds(5), maxIterations: 1000)

  // As many threads for each that lets one choose.
  let threads = 8
  let offloadPool = OffloadPool(threads: threads)
  let nioPool = NIOThreadPool(numberOfThreads: threads)
  nioPool.start()

  let ways: [(name: String, way: Way)] = [
    ("floor: the call itself", { number in work(number) }),
    ("floor: a continuation that is resumed at once", continued),
    ("offload", { number in try await offloadPool.offload { work(number) } }),
    ("invoke", { number in try await offloadPool.invoke { work(number) } }),
    ("NIOThreadPool.runIfActive", { number in try await nioPool.runIfActive { work(number) } }),
    ("DispatchQueue.global().async", dispatched),
  ]

  for callers in [1, 64] {
    for (name, way) in ways {
      Benchmark("\(callers == 1 ? "1 caller" : "\(callers) callers"), \(name)") { benchmark in
        try await run(benchmark.scaledIterations.count, of: way, by: callers)
      }
    }
  }
}

/// A job so small that all one sees is the way there and back.
@inline(never)
private func work(_ number: Int) -> Int {
  number &+ 1
}

private func continued(_ number: Int) async -> Int {
  await withCheckedContinuation { caller in caller.resume(returning: work(number)) }
}

private func dispatched(_ number: Int) async -> Int {
  await withCheckedContinuation { caller in
    DispatchQueue.global().async { caller.resume(returning: work(number)) }
  }
}

/// Each caller waits for one job before it asks for the next.
private func run(_ jobs: Int, of way: @escaping Way, by callers: Int) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    for caller in 0..<callers {
      group.addTask {
        for number in stride(from: caller, to: jobs, by: callers) { blackHole(try await way(number)) }
      }
    }
    try await group.waitForAll()
  }
}
