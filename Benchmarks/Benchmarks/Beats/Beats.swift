import Benchmark
import CountedAllocations
import Dispatch
import Loops
import NIOCore
import NIOPosix
import StallWatchdog
import Synchronization

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, allocations], warmupIterations: 10, scalingFactor: .kilo, maxDuration: .seconds(2),
    maxIterations: 5000)

  Benchmark("1 floor: a read of the clock") { benchmark in
    counted(benchmark) { blackHole(now()) }
  }

  // That the counter counts.
  Benchmark("1 floor: an allocation") { benchmark in
    counted(benchmark) { blackHole([now()]) }
  }

  let watchdog = StallWatchdog()
  watchdog.start()
  let probe = watchdog.probe("loop")

  Benchmark("2 beat") { benchmark in
    counted(benchmark) { probe.beat() }
  }

  Benchmark("2 enter and leave") { benchmark in
    counted(benchmark) {
      probe.enter()
      probe.leave()
    }
  }

  Benchmark("2 run") { benchmark in
    counted(benchmark) { probe.run { blackHole(benchmark) } }
  }

  guard let heartbeat = aHeartbeat(of: watchdog) else { return }

  // It holds what the answer holds, for to keep and to free that is part of a piece of work.
  Benchmark("3 floor: a piece of work of a loop that does nothing") { benchmark in
    try onLoop(benchmark) { blackHole(heartbeat) }
  }

  Benchmark("3 the answer to a heartbeat, as a piece of work of a loop") { benchmark in
    try onLoop(benchmark) { heartbeat.answer() }
  }

  Benchmark("3 the answer to a heartbeat") { benchmark in
    counted(benchmark) { heartbeat.answer() }
  }

  let keepsAll = Benchmark.Configuration(metrics: [bytes], warmupIterations: 0, maxIterations: 3)
  var held: [Probe] = []

  Benchmark("4 memory of a probe that tells", configuration: keepsAll) { benchmark in
    benchmark.measurement(bytes, bytesHeld(by: &held) { watchdog.probe("tells \($0)") })
  }

  Benchmark("4 memory of a probe that is asked", configuration: keepsAll) { benchmark in
    benchmark.measurement(
      bytes, bytesHeld(by: &held) { watchdog.watch(Loop(label: "asked \($0)", kind: .eventLoop)) { _ in } })
  }
}

/// One that is out, to be answered as often as it takes.
private func aHeartbeat(of watchdog: StallWatchdog) -> Heartbeat? {
  let received = Mutex<Heartbeat?>(nil)
  let arrived = DispatchSemaphore(value: 0)
  watchdog.watch(Loop(label: "asked", kind: .eventLoop)) { heartbeat in
    received.withLock { $0 = heartbeat }
    arrived.signal()
  }
  arrived.wait()
  return received.withLock { $0 }
}
