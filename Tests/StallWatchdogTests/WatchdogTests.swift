import CStallProbe
import Dispatch
import Glibc
import StallWatchdog
import Testing

/// With real threads and real time: what is reported, and in which order, not how long it took.
@Suite(.serialized, .timeLimit(.minutes(5))) final class WatchdogTests: Sendable {
  private let witness = Witness()
  private var watchdog: StallWatchdog { witness.watchdog }

  deinit { watchdog.stop() }

  @Test func aBlockedQueueIsReportedOnceWhileItLastsAndOnceWhenItEnds() async {
    let queue = DispatchQueue(label: "queue under test")
    let probe = watchdog.watch(queue)
    #expect(probe.loop == Loop(label: "queue under test", kind: .queue))
    await expectStall(of: probe) { queue.async { block(for: .milliseconds(400)) } }
  }

  @Test func aBlockedMainActorIsReported() async {
    let probe = watchdog.watchMainActor()
    #expect(probe.loop == Loop(label: "main-actor", kind: .mainActor))
    await expectStall(of: probe) { Task { @MainActor in block(for: .milliseconds(400)) } }
  }

  @Test func aBlockedActorIsReported() async {
    let actor = Worker()
    let probe = watchdog.watch(actor, label: "worker")
    #expect(probe.loop == Loop(label: "worker", kind: .actor))
    await expectStall(of: probe) { Task { await actor.work() } }
  }

  @Test func aBlockedSerialExecutorIsReported() async {
    let executor = QueueExecutor()
    let guest = Guest(executor)
    let probe = watchdog.watch(executor as any SerialExecutor, label: "executor")
    #expect(probe.loop == Loop(label: "executor", kind: .executor))
    await expectStall(of: probe) { Task { await guest.work() } }
  }

  @Test func aBlockedTaskExecutorIsReported() async {
    let executor = QueueExecutor()
    let probe = watchdog.watch(executor as any TaskExecutor, label: "executor")
    await expectStall(of: probe) {
      Task(executorPreference: executor) { block(for: .milliseconds(400)) }
    }
  }

  @Test func anExecutorOfBothKindsIsReported() async {
    let executor = QueueExecutor()
    let probe = watchdog.watch(executor, label: "executor")
    await expectStall(of: probe) {
      Task(executorPreference: executor) { block(for: .milliseconds(400)) }
    }
  }

  @Test func aLoopOfOnesOwnIsReported() async {
    let probe = watchdog.probe("own")
    #expect(probe.loop == Loop(label: "own", kind: .probe))
    let queue = DispatchQueue(label: "own loop")
    queue.async { probe.run { block(for: .milliseconds(400)) } }
    expectStall(in: await witness.events(of: probe.loop), of: probe)
    #expect(watchdog.delays().first { $0.loop == probe.loop }?.count == 1)
  }

  @Test func aPoolWithoutAFreeThreadIsReportedAndNoOther() async {
    let pools = watchdog.watchCooperativePool(threshold: .milliseconds(300))
    for pool in pools { await witness.waitUntilWatched(pool) }
    let threads = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    for _ in 0..<threads { Task.detached(priority: .low) { block(for: .milliseconds(900)) } }
    let low = pools[2]
    expectStall(in: await witness.events(of: low.loop), of: low)
    #expect(witness.seen(of: pools[0].loop).isEmpty)
  }

  @Test func aProbeOfCIsReportedUnlessItIsLeftOut() async throws {
    let cell = try #require(stall_probe_create("c loop", 100 * 1_000_000))
    defer { stall_probe_destroy(cell) }
    var configuration = StallWatchdog.Configuration()
    configuration.watchesProbesOfC = false
    let other = Witness(configuration)
    defer { other.watchdog.stop() }
    let loop = Loop(label: "c loop", kind: .probe)
    stall_probe_enter(cell)
    block(for: .milliseconds(400))
    stall_probe_leave(cell)
    let events = await witness.events(of: loop)
    #expect(events.contains { $0.ended != nil })
    #expect(other.seen(of: loop).isEmpty)
  }

  @Test func workThatIsQuickIsNotReported() async {
    let queue = DispatchQueue(label: "quick")
    let probe = watchdog.watch(queue, threshold: .seconds(2))
    await witness.waitUntilWatched(probe)
    for _ in 0..<50 { queue.async { block(for: .milliseconds(2)) } }
    queue.sync {}
    #expect(witness.seen(of: probe.loop).isEmpty)
  }

  @Test func aQueueThatDoesNotRunYetIsNotWatched() async throws {
    let queue = DispatchQueue(label: "asleep", attributes: .initiallyInactive)
    let probe = watchdog.watch(queue, threshold: .milliseconds(600))
    try await Task.sleep(for: .milliseconds(1000))
    queue.activate()
    await witness.waitUntilWatched(probe)
    #expect(witness.seen(of: probe.loop).isEmpty)
  }

  @Test func aCancelledProbeReportsNothing() async throws {
    let queue = DispatchQueue(label: "cancelled")
    let probe = watchdog.watch(queue, threshold: .milliseconds(600))
    await witness.waitUntilWatched(probe)
    probe.cancel()
    probe.cancel()
    queue.sync { block(for: .milliseconds(1000)) }
    #expect(witness.seen(of: probe.loop).isEmpty)
    #expect(watchdog.delays().isEmpty)
  }

  @Test func theStreamTellsWhatTheHandlerIsTold() async {
    let events = watchdog.events()
    let probe = watchdog.watch(DispatchQueue.global(), threshold: .seconds(30))
    probe.cancel()
    let own = watchdog.probe("streamed")
    own.run { block(for: .milliseconds(300)) }
    var kinds: [String] = []
    for await event in events {
      if event.began?.loop == own.loop { kinds.append("began") }
      if event.ended?.loop == own.loop {
        kinds.append("ended")
        watchdog.stop()
      }
    }
    #expect(kinds == ["began", "ended"])
  }

  private func expectStall(of probe: Probe, _ stall: () -> Void) async {
    await witness.waitUntilWatched(probe)
    stall()
    expectStall(in: await witness.events(of: probe.loop), of: probe)
  }

  /// A busy machine may hold up the loop once more; every stall has one begin, then one end, all the same.
  private func expectStall(in events: [StallEvent], of probe: Probe) {
    let stalls = Dictionary(grouping: events) { $0.began?.id ?? $0.ended?.id }
    #expect(stalls.values.contains { $0.first?.began != nil && $0.last?.ended != nil })
    for events in stalls.values {
      #expect(events.count { $0.began != nil } <= 1)
      #expect(events.count { $0.ended != nil } <= 1)
      #expect(events.dropFirst().allSatisfy { $0.ended?.threshold == probe.threshold })
    }
  }
}

private actor Worker {
  func work() { block(for: .milliseconds(400)) }
}

private actor Guest {
  private let executor: QueueExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(_ executor: QueueExecutor) {
    self.executor = executor
  }

  func work() { block(for: .milliseconds(400)) }
}

private final class QueueExecutor: SerialExecutor, TaskExecutor {
  private let queue = DispatchQueue(label: "executor")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async {
      job.runSynchronously(isolatedTo: self.asUnownedSerialExecutor(), taskExecutor: self.asUnownedTaskExecutor())
    }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
}
