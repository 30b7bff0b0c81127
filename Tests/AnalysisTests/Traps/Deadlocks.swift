import Dispatch
import Foundation

// Waits for work that needs the blocked thread or pool; loops that spin; locks held for long.

func work() async {}

func bridge() {
  let done = DispatchSemaphore(value: 0)
  Task {
    await work()
    done.signal()
  }
  done.wait()
}
func callsBridge() async { bridge() }  // finding: sync-over-async

func direct() async {
  let done = DispatchSemaphore(value: 0)
  Task.detached {
    await work()
    done.signal()
  }
  done.wait()  // finding: sync-over-async
  let group = DispatchGroup()
  group.enter()
  Task {
    await work()
    group.leave()
  }
  group.wait()  // finding: sync-over-async
}

func fromQueue() async {
  let done = DispatchSemaphore(value: 0)
  DispatchQueue.global().async { done.signal() }
  done.wait()  // finding: blocking-call
}

@MainActor func onMain() {
  DispatchQueue.main.sync { print("never") }  // finding: sync-over-async
  let done = DispatchSemaphore(value: 0)
  Task {
    await work()
    done.signal()
  }
  done.wait()  // finding: sync-over-async
}

func detached() {
  Task.detached(priority: .background) {
    _ = try? Data(contentsOf: URL(filePath: "/tmp/a"))  // finding: detached-is-not-offload
  }
}

final class Flag: @unchecked Sendable {
  var isSet = false
  let lock = NSLock()
  func spin() async {
    while !isSet {}  // finding: busy-wait
    while !isSet { await Task.yield() }
    while !isSet { sched_yield() }  // finding: busy-wait
    var n = 3
    while n > 0 { n -= 1 }
    for _ in 0..<3 {}
  }
  func waitForIt() { while !isSet { sched_yield() } }
  func caller() async { waitForIt() }  // finding: busy-wait

  func slow() {
    lock.lock()
    usleep(1)  // finding: blocking-while-locked
    lock.unlock()
    usleep(1)
  }
  func early() {
    lock.lock()
    if isSet {
      lock.unlock()
      usleep(1)
      return
    }
    usleep(1)  // finding: blocking-while-locked
    lock.unlock()
  }
  func scoped() {
    lock.withLock {
      usleep(1)  // finding: blocking-while-locked
    }
  }
  func deferred() {
    lock.lock()
    defer { lock.unlock() }
    usleep(1)  // finding: blocking-while-locked
  }
  func quick() async { lock.withLock { isSet = true } }
}
