internal import Synchronization

/// Who runs what, and when: all of the pool that needs no thread.
///
/// It says what to do, and its caller does it outside of the lock.
struct Schedule {
  /// What a new job needs, besides its place.
  enum Help {
    case wake(Bell)
    case start(number: Int)
  }

  enum Next {
    case run(any Work)
    case rest
    case end
  }

  private let limit: Int
  private let room: Int
  // Those the pool will run, and those that will be let in when there is room.
  private var queue = Lanes()
  private var outside = Lanes()
  private var lastTicket: UInt64 = 0

  // Idle ones are at rest, those in `running` run a job, and the others are about to look at the queue.
  private(set) var threads = 0
  private var idle: [Bell] = []
  private var running = 0
  private var lastThread = 0

  private var isOpen = true
  private var visits = 0
  private var waiters: [CheckedContinuation<Void, Never>] = []

  init(threads: Int, waiting: Int) {
    limit = threads
    room = threads.addingReportingOverflow(waiting).overflow ? .max : threads + waiting
  }

  /// How many jobs are in the queue.
  var waiting: Int { queue.count }
  /// How many callers wait for room in it.
  var beyond: Int { outside.count }

  // MARK: Jobs

  mutating func add(_ work: any Work) throws(OffloadError) -> Help? {
    guard isOpen || work.hasBegun else { throw .shutDown }
    lastTicket += 1
    work.ticket.store(lastTicket, ordering: .relaxed)
    guard hasRoom else {
      outside.append(work, ticket: lastTicket)
      return nil
    }
    queue.append(work, ticket: lastTicket)
    return help()
  }

  /// Takes out a job whose caller does not wait any longer. One that runs, or that is not here yet, is none of them.
  mutating func remove(_ work: any Work) {
    let ticket = work.ticket.load(ordering: .relaxed)
    if queue.remove(work, ticket: ticket) {
      letIn()
    } else {
      _ = outside.remove(work, ticket: ticket)
    }
  }

  private var hasRoom: Bool {
    running + queue.count < room
  }

  private mutating func letIn() {
    while hasRoom, let work = outside.removeFirst() {
      queue.append(work, ticket: work.ticket.load(ordering: .relaxed))
    }
  }

  /// None where as many threads are about to look as there are jobs, or all are there.
  private mutating func help() -> Help? {
    guard queue.count > threads - idle.count - running else { return nil }
    if let bell = idle.popLast() { return .wake(bell) }
    guard threads < limit else { return nil }
    threads += 1
    lastThread += 1
    return .start(number: lastThread)
  }

  // MARK: Threads

  /// What a thread does next that has just started, was woken, or is through with a job.
  mutating func next(after done: (any Work)?, bell: Bell) -> Next {
    if done != nil {
      running -= 1
      letIn()
    }
    if let work = queue.removeFirst() {
      running += 1
      return .run(work)
    }
    guard isOpen else { return .end }
    idle.append(bell)
    return .rest
  }

  /// Whether a thread that rested for long enough may end. It may not when it is being woken.
  mutating func expire(_ bell: Bell) -> Bool {
    guard let index = idle.firstIndex(where: { $0 === bell }) else { return false }
    idle.remove(at: index)
    return true
  }

  mutating func threadEnded() {
    threads -= 1
  }

  /// - Returns: What nobody will run, as there is no other thread.
  mutating func threadFailed() -> [any Work] {
    threads -= 1
    return threads == 0 ? queue.removeAll() + outside.removeAll() : []
  }

  // MARK: The end

  /// Something begins that will give the pool jobs, even after a shutdown.
  mutating func enter() throws(OffloadError) {
    guard isOpen else { throw .shutDown }
    visits += 1
  }

  mutating func leave() {
    visits -= 1
  }

  /// - Returns: Those to wake, and those to refuse.
  mutating func close() -> (idle: [Bell], refused: [any Work]) {
    isOpen = false
    var refused: [any Work] = []
    for work in outside.removeAll() {
      if work.hasBegun {
        outside.append(work, ticket: work.ticket.load(ordering: .relaxed))
      } else {
        refused.append(work)
      }
    }
    defer { idle = [] }
    return (idle, refused)
  }

  mutating func await(_ waiter: CheckedContinuation<Void, Never>) {
    waiters.append(waiter)
  }

  /// Those who waited for the end, when it has come.
  mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
    guard !isOpen, threads == 0, visits == 0 else { return [] }
    defer { waiters = [] }
    return waiters
  }
}
