import Foundation

/// Work done by an actor on the cooperative pool.
public struct ActorPlace: Place {
  public actor Worker {
    func run(_ work: @Sendable () -> Void) { work() }
  }

  public let name = "actor"
  public let period: Duration? = .milliseconds(10)
  public let worker = Worker()

  public init() {}

  public func run(_ work: @escaping @Sendable () -> Void) {
    Task.detached { [worker] in await worker.run(work) }
  }
}

/// Work done on the main actor.
public struct MainActorPlace: Place {
  public let name = "main actor"
  public let period: Duration? = nil

  public init() {}

  public func run(_ work: @escaping @Sendable () -> Void) {
    Task.detached { await MainActor.run(body: work) }
  }
}

/// Work done by tasks of one priority; the pool has a thread for each processor, and stalls when all of them block.
public struct PoolPlace: Place {
  public let name: String
  public let period: Duration?
  public let width = ProcessInfo.processInfo.activeProcessorCount
  public let priority: TaskPriority

  public init(_ priority: TaskPriority, named name: String, period: Duration? = nil) {
    self.priority = priority
    self.name = "pool task, \(name)"
    self.period = period
  }

  public func run(_ work: @escaping @Sendable () -> Void) {
    Task.detached(priority: priority) { work() }
  }
}
