internal import Dispatch
internal import StallWatchdog
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The threads on which tests run while they are watched: as many as the cooperative pool has, and apart from it.
///
/// Made when they are needed and kept until the process ends.
final class Workers: Sendable {
  static let shared = Workers(width: max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  fileprivate struct State {
    var waiting: [@Sendable () -> Void] = []
    var next = 0
    var idle = 0
    var threads = 0
  }

  private let width: Int
  private let state = Locked(State())
  private let work = DispatchSemaphore(value: 0)

  init(width: Int) {
    self.width = width
  }

  /// Runs it after what was given before, on one of the threads.
  func run(_ body: @escaping @Sendable () -> Void) {
    let needsThread = state.withLock { state in
      state.waiting.append(body)
      guard state.waiting.count - state.next > state.idle, state.threads < width else { return false }
      state.threads += 1
      return true
    }
    if needsThread, !startThread() {
      state.withLock { $0.threads -= 1 }
      DispatchQueue.global().async { self.serveOnce() }
    }
    work.signal()
  }

  private func startThread() -> Bool {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let retained = Unmanaged.passRetained(self)
    // unblock: ignore thread-not-joined - it serves for as long as the process lives
    let error = pthread_create(&thread, nil, { context in Workers.serve(context) }, retained.toOpaque())
    if error != 0 { retained.release() }
    return error == 0
  }

  // The thread never ends, so it keeps the reference that was retained for it.
  private static func serve(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let workers = Unmanaged<Workers>.fromOpaque(context).takeUnretainedValue()
    nameThread("StallTesting")
    while true { workers.serveOnce() }
  }

  private func serveOnce() {
    state.withLock { $0.idle += 1 }
    work.wait()
    let body = state.withLock { state in
      state.idle -= 1
      return state.take()
    }
    body?()
  }
}

extension Workers.State {
  /// The oldest. Moves the rest only when half of the array is behind it.
  fileprivate mutating func take() -> (@Sendable () -> Void)? {
    guard next < waiting.count else { return nil }
    let body = waiting[next]
    waiting[next] = {}
    next += 1
    if next * 2 > waiting.count {
      waiting.removeFirst(next)
      next = 0
    }
    return body
  }
}

/// A thread has the name of the one that made it, and a watchdog knows the threads of the pool by theirs.
private func nameThread(_ name: String) {
  #if canImport(Darwin)
    pthread_setname_np(name)
  #else
    let file = open("/proc/thread-self/comm", O_WRONLY)
    guard file >= 0 else { return }
    _ = name.withCString { write(file, $0, strlen($0)) }
    close(file)
  #endif
}
