import Dispatch
import Glibc
import StallWatchdog
import Testing

/// Who keeps whom, and that nobody is kept for ever.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LifetimeTests {
  private let watchdog = StallWatchdog()

  @Test func startingTwiceIsStartingOnceAndStoppingIsForGood() {
    #expect(watchdog.start())
    #expect(watchdog.start())
    #expect(watchdog.problem == nil)
    watchdog.stop()
    watchdog.stop()
    #expect(!watchdog.start())
    #expect(watchdog.problem == "the watchdog was stopped; make another")
  }

  @Test func stacksThatCannotBeHadAreNamedAndTheRestGoesOn() async {
    await #expect(processExitsWith: .success) {
      let sampler = try StackSampler()
      signal(SIGPROF) { _ in }
      _ = consume sampler
      var configuration = StallWatchdog.Configuration()
      configuration.stacks = .all
      let watchdog = StallWatchdog(configuration)
      #expect(watchdog.start())
      #expect(watchdog.problem == "no stacks of busy threads: another handler of SIGPROF was put over the watchdog's")
      watchdog.stop()
    }
  }

  @Test func labelsAreUniqueAndFreedWithTheirProbe() {
    let first = watchdog.probe("worker")
    let second = watchdog.probe("worker")
    #expect([first, second].map(\.loop.label) == ["worker", "worker#2"])
    second.cancel()
    #expect(watchdog.probe("worker").loop.label == "worker#2")
    #expect(
      watchdog.watchCooperativePool().map(\.loop.label) == ["pool.high", "pool.medium", "pool.low", "pool.background"])
  }

  @Test func aLongLabelIsCutBetweenCharacters() {
    let label = String(repeating: "ä", count: 40)
    let first = watchdog.probe(label)
    let second = watchdog.probe(label)
    #expect(first.loop.label == String(repeating: "ä", count: 31))
    #expect(second.loop.label == String(repeating: "ä", count: 30) + "#2")
  }

  @Test func aRunningWatchdogLivesUntilItIsStopped() async throws {
    weak var weakly: StallWatchdog?
    do {
      let watchdog = StallWatchdog()
      watchdog.start()
      weakly = watchdog
    }
    #expect(weakly != nil)
    weakly?.stop()
    #expect(try await goes { weakly == nil })
  }

  @Test func aWatchdogThatNeverRanGoesWithItsProbes() async throws {
    weak var weakProbe: Probe?
    do { weakProbe = StallWatchdog().watchMainActor() }
    #expect(try await goes { weakProbe == nil })
  }

  @Test func probesGoWhenTheyAreCancelledOrTheWatchdogStops() async throws {
    weak var cancelled: Probe?
    weak var stopped: Probe?
    watchdog.start()
    do {
      let probe = watchdog.watchMainActor()
      cancelled = probe
      stopped = watchdog.watchMainActor()
      probe.cancel()
    }
    #expect(try await goes { cancelled == nil })
    #expect(stopped != nil)
    watchdog.stop()
    #expect(try await goes { stopped == nil })
  }

  @Test func aProbeOfALoopOfOnesOwnGoesWithItsHolder() async throws {
    watchdog.start()
    weak var probe: Probe?
    do {
      let held = watchdog.probe("short")
      held.enter()
      probe = held
    }
    #expect(try await goes { probe == nil })
    #expect(watchdog.delays().isEmpty)
    watchdog.stop()
  }

  @Test func aLoopThatHasGoneTakesItsProbeAlong() async throws {
    watchdog.start()
    weak var actorProbe: Probe?
    weak var queueProbe: Probe?
    weak var actor: Idle?
    do {
      let held = Idle()
      actor = held
      actorProbe = watchdog.watch(held, label: "idle")
      let queue = DispatchQueue(label: "idle")
      queueProbe = watchdog.watch(queue)
      try await Task.sleep(for: .milliseconds(200))
      await held.nothing()
      queue.sync {}
    }
    #expect(try await goes { actor == nil }, "the watchdog does not keep what it watches")
    #expect(try await goes { actorProbe == nil && queueProbe == nil })
    watchdog.stop()
  }

  @Test func aHeartbeatMayBeAnsweredLongAfterEverythingIsOver() async throws {
    let late = Locked<[Heartbeat]>([])
    watchdog.start()
    let probe = watchdog.watch(Loop(label: "late", kind: .executor)) { heartbeat in
      late.withLock { $0.append(heartbeat) }
    }
    #expect(try await goes { late.withLock { !$0.isEmpty } })
    probe.cancel()
    watchdog.stop()
    for heartbeat in late.withLock({ $0 }) { heartbeat.answer() }
    #expect(late.withLock { $0.count } == 1, "one heartbeat is out at a time")
  }

  @Test func aProbeMayBeCancelledWhereItsHeartbeatIsSent() async throws {
    let sent = Locked(0)
    let holder = Locked<Probe?>(nil)
    let probe = watchdog.watch(Loop(label: "gone", kind: .executor), every: .milliseconds(1)) { heartbeat in
      sent.withLock { $0 += 1 }
      holder.withLock { $0 }?.cancel()
      heartbeat.answer()
    }
    holder.withLock { $0 = probe }
    watchdog.start()
    #expect(try await goes { sent.withLock { $0 } > 0 })
    try await Task.sleep(for: .milliseconds(100))
    #expect(sent.withLock { $0 } == 1)
    watchdog.stop()
  }

  @Test func manyProbesComeAndGoWhileTheWatchdogRuns() async throws {
    watchdog.start()
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask { [watchdog] in
          for _ in 0..<100 {
            let probe = watchdog.watch(Loop(label: "w\(worker)", kind: .executor), every: .milliseconds(1)) { beat in
              Task.detached { beat.answer() }
            }
            let own = watchdog.probe("p\(worker)")
            own.run { own.beat() }
            await Task.yield()
            probe.cancel()
          }
        }
      }
    }
    watchdog.stop()
    #expect(watchdog.delays().isEmpty)
  }

  /// Whether the condition comes true within some seconds.
  private func goes(_ condition: () -> Bool) async throws -> Bool {
    for _ in 0..<500 {
      if condition() { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }
}

private actor Idle {
  func nothing() {}
}
