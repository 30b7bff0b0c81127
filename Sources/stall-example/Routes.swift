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
  sleep(milliseconds: milliseconds)
  return "slept for \(milliseconds) ms"
}

func spinOnTheLoop(milliseconds: UInt32) -> String {
  let end = ContinuousClock.now + .milliseconds(milliseconds)
  var rounds = 0
  while ContinuousClock.now < end { rounds += 1 }
  return "counted to \(rounds)"
}

func resolveOnTheLoop(name: String) -> String {
  var addresses: UnsafeMutablePointer<addrinfo>?
  let status = getaddrinfo(name, nil, nil, &addresses)
  freeaddrinfo(addresses)
  return status == 0 ? "\(name) has an address" : "\(name): \(String(cString: gai_strerror(status)))"
}

private let shelf = Mutex("a book")

func lockOnTheLoop(milliseconds: UInt32) -> String {
  let isTaken = Atomic(false)
  NIOThreadPool.singleton.submit { _ in
    shelf.withLock { _ in
      isTaken.store(true, ordering: .releasing)
      sleep(milliseconds: milliseconds)
    }
  }
  while !isTaken.load(ordering: .acquiring) { sched_yield() }
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

/// The whole time: `usleep` would end at the first signal, and a watchdog that takes stacks sends some.
private func sleep(milliseconds: UInt32) {
  let end = ContinuousClock.now + .milliseconds(milliseconds)
  while case let rest = end - .now, rest > .zero { usleep(useconds_t(rest / .microseconds(1)) + 1) }
}
