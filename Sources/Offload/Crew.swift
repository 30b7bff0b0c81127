/// The threads of a pool, which live as long as they have something to do, and no longer than the pool by much.
final class Crew: Sendable {
  private let schedule: Locked<Schedule>
  private let name: String
  private let rest: Duration
  private let stackSize: Int

  init(threads: Int, waiting: Int, rest: Duration, name: String, stackSize: Int) {
    schedule = Locked(Schedule(threads: threads, waiting: waiting))
    self.rest = rest
    self.name = name
    self.stackSize = stackSize
  }

  func withSchedule<Result>(_ body: (Schedule) -> sending Result) -> sending Result {
    schedule.withLock { body($0) }
  }

  // MARK: Jobs

  /// Refuses it where the pool is shut down.
  func add(_ work: any Work) {
    let help: Schedule.Help?
    do throws(OffloadError) {
      help = try schedule.withLock { schedule throws(OffloadError) in try schedule.add(work) }
    } catch {
      return work.refuse(error)
    }
    switch help {
    case .wake(let bell): bell.ring()
    case .start(let number): start(number)
    case nil: break
    }
  }

  func remove(_ work: any Work) {
    schedule.withLock { $0.remove(work) }
  }

  // MARK: Threads

  private func start(_ number: Int) {
    let error = startThread(named: name, number, stackSize: stackSize) { self.serve() }
    guard error != 0 else { return }
    let refused = settle { $0.threadFailed() }
    for work in refused { work.refuse(.noThread(error)) }
  }

  private func serve() {
    let bell = Bell()
    var done: (any Work)?
    while true {
      let next = schedule.withLock { $0.next(after: done, bell: bell) }
      // The thread is free by now: whom this wakes finds it so.
      done?.deliver()
      done = nil
      switch next {
      case .run(let work):
        work.run()
        done = work
      case .rest:
        if bell.wait(atMost: rest) { continue }
        if schedule.withLock({ $0.expire(bell) }) { return settle { $0.threadEnded() } }
        // Somebody took it to ring it. A ring that is not waited for would end the next rest.
        bell.wait()
      case .end:
        return settle { $0.threadEnded() }
      }
    }
  }

  // MARK: The end

  func enter() throws(OffloadError) {
    try schedule.withLock { schedule throws(OffloadError) in try schedule.enter() }
  }

  func leave() {
    settle { $0.leave() }
  }

  /// Takes no more. Does not wait.
  func close() {
    let (idle, refused) = settle { $0.close() }
    for bell in idle { bell.ring() }
    for work in refused { work.refuse(.shutDown) }
  }

  func ended() async {
    await withCheckedContinuation { waiter in
      settle { $0.await(waiter) }
    }
  }

  /// Changes the schedule, and tells those who wait for the end if this was it.
  private func settle<Result>(_ change: (inout sending Schedule) -> sending Result) -> Result {
    let (result, waiters) = schedule.withLock { schedule in (change(&schedule), schedule.takeWaiters()) }
    for waiter in waiters { waiter.resume() }
    return result
  }
}
