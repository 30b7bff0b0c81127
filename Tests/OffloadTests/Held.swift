import Dispatch
import Glibc

@testable import Offload

/// Blocks threads until it is opened.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func pass() {
    semaphore.wait()
    semaphore.signal()
  }

  func open() {
    semaphore.signal()
  }
}

/// A pool whose threads are all held at a gate.
struct HeldPool {
  let pool: OffloadPool
  let gate = Gate()
  private var holders: [Task<Void, any Error>] = []

  init(threads: Int = 1, waiting: Int = 1024) async {
    pool = OffloadPool(threads: threads, waiting: waiting)
    let held = Locked(0)
    for _ in 0..<threads {
      holders.append(
        Task { [pool, gate] in
          try await pool.offload {
            held.increment()
            gate.pass()
          }
        })
    }
    await until { held.withLock { $0 } == threads }
  }

  /// A task that offloads, when its job has its place.
  func offload<Value: Sendable>(
    _ priority: TaskPriority = .medium, _ body: @escaping @Sendable () throws -> Value
  ) async -> Task<Value, any Error> {
    let before = pool.counts
    let task = Task { [pool] in try await pool.offload(priority: priority, body) }
    await until { pool.counts.waiting + pool.counts.beyond == before.waiting + before.beyond + 1 }
    return task
  }

  /// Lets the threads go, and waits until they have gone on.
  func release() async throws {
    gate.open()
    for holder in holders { try await holder.value }
  }
}

extension Locked<Int> {
  /// The number after it.
  @discardableResult
  func increment() -> Int {
    withLock { number in
      number += 1
      return number
    }
  }
}

/// Returns when it is so, however long that takes.
func until(_ condition: () -> Bool) async {
  while !condition() { try? await Task.sleep(for: .milliseconds(1)) }
}

/// What the kernel calls the thread that asks.
func threadName() -> String {
  let file = open("/proc/thread-self/comm", O_RDONLY)
  defer { close(file) }
  return withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
    let count = read(file, buffer.baseAddress, buffer.count)
    return String(decoding: buffer.prefix(max(0, count - 1)), as: UTF8.self)
  }
}
