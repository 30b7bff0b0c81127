import Foundation
import Dispatch

// Locks on the ways through a function: what is held where the task may be suspended.
func work() async {}
func may() async throws {}
func thing() -> Bool { true }

final class Guarded {
  private var m = pthread_mutex_t()
  func lock() { pthread_mutex_lock(&m) }
  func unlock() { pthread_mutex_unlock(&m) }
  func with<T>(_ body: () async throws -> T) async rethrows -> T {
    lock()
    defer { unlock() }
    return try await body()  // finding: lock-across-await
  }
}
final class S: @unchecked Sendable {
  let l = NSLock()
  let g = Guarded()
  let sem = DispatchSemaphore(value: 1)
  let gate = DispatchSemaphore(value: 0)
  var n = 0
  func a() async {
    l.lock()
    await work()  // finding: lock-across-await
    l.unlock()
    await work()
  }
  func b() async {
    l.lock(); defer { l.unlock() }
    n += 1
    if thing() { return }
    await work()  // finding: lock-across-await
  }
  func c() async {
    l.lock()
    if thing() { l.unlock(); await work(); return }
    l.unlock()
    await work()
  }
  func d() async {
    l.lock()
    if thing() { l.unlock() } else { n += 1 }
    await work()  // finding: lock-across-await
  }
  func e() async {
    l.withLock { n += 1 }
    await work()
  }
  func f() async {
    g.lock()
    await work()  // finding: lock-across-await
    g.unlock()
    await work()
  }
  func h() async {
    sem.wait()  // finding: blocking-call
    await work()  // finding: lock-across-await
    sem.signal()
    await work()
  }
  func i() async {
    gate.wait()  // finding: blocking-call
    await work()
  }
  func j() async throws {
    l.lock()
    do { try await may() } catch { l.unlock(); throw error }  // finding: lock-across-await
    l.unlock()
    for _ in 0..<3 { l.lock(); n += 1; l.unlock(); await work() }
  }
  func k() async -> Int {
    l.lock()
    return await withCheckedContinuation { c in  // finding: lock-around-continuation
      l.unlock()
      c.resume(returning: 1)
    }
  }
  func m() async {
    do { l.lock(); defer { l.unlock() }; n += 1 }
    await work()
  }
  func o(_ flag: Bool) async {
    if flag { l.lock() }
    if !flag { await work() }
    if flag { l.unlock() }
    await work()
  }
  func p() async {
    l.lock()
    let t = Task { await work() }
    l.unlock()
    await t.value
  }
}
