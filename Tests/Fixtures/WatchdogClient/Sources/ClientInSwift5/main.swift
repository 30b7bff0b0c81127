import Dispatch
import StallWatchdog

// A queue that stalls until the watchdog has seen it.
let queue = DispatchQueue(label: "orders")
let isSeen = DispatchSemaphore(value: 0)
let watchdog = StallWatchdog()
watchdog.watch(queue, threshold: .milliseconds(50))
watchdog.onEvent { event in
  guard case .ended(let stall) = event else { return }
  print("\(stall.loop) stalled")
  isSeen.signal()
}
watchdog.start()

func stall() {
  let end = ContinuousClock.now + .milliseconds(200)
  while ContinuousClock.now < end {}
}

repeat { queue.async(execute: stall) } while isSeen.wait(timeout: .now() + 0.5) == .timedOut
watchdog.stop()
