import Dispatch
import NIOPosix
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

// What not to do in a handler: each of these keeps the event loop, and everybody it serves, waiting.

func sleepOnTheLoop(milliseconds: UInt32) -> String {
  let end = ContinuousClock.now + .milliseconds(milliseconds)
  // Again where a signal ended it: a watchdog that takes stacks sends some.
  while case let rest = end - .now, rest > .zero { usleep(useconds_t(rest / .microseconds(1)) + 1) }
  return "slept for \(milliseconds) ms"
}

/// Milliseconds of work, however long that takes on a machine that has other work, too.
func spinOnTheLoop(milliseconds: UInt32) -> String {
  let end = cpuTime() + Int(milliseconds) * 1_000_000
  var sum = 0
  while cpuTime() < end {
    for number in 0..<10_000 { sum = sum &* 31 &+ number }
  }
  return "the sum is \(sum)"
}

private func cpuTime() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

func resolveOnTheLoop(name: String) -> String {
  var addresses: UnsafeMutablePointer<addrinfo>?
  let status = getaddrinfo(name, nil, nil, &addresses)
  freeaddrinfo(addresses)
  return status == 0 ? "\(name) has an address" : "\(name): \(String(cString: gai_strerror(status)))"
}

private let shelf = Mutex("a book")

func lockOnTheLoop(milliseconds: UInt32) -> String {
  let isTaken = DispatchSemaphore(value: 0)
  NIOThreadPool.singleton.submit { _ in
    shelf.withLock { _ in
      isTaken.signal()
      usleep(milliseconds * 1000)
    }
  }
  isTaken.wait()
  return shelf.withLock { "waited for \($0)" }
}

func writeOnTheLoop(megabytes: Int) -> String {
  guard let file = tmpfile() else { return "no file: \(String(cString: strerror(errno)))" }
  defer { fclose(file) }
  let page = [UInt8](repeating: 0x2a, count: 1 << 20)
  for _ in 0..<megabytes { fwrite(page, 1, page.count, file) }
  fflush(file)
  fsync(fileno(file))
  return "wrote \(megabytes) MB"
}
