#if os(Linux)
  import CStallProbe
  import Glibc
  import Testing

  // The module map of the C library leaves it out.
  private let gettid = unsafeBitCast(dlsym(nil, "gettid"), to: (@convention(c) () -> Int32).self)

  /// A blocked thread's stack is the same whether it is read from outside or by the thread itself, in a signal handler.
  @Suite struct BlockedStackTests {
    @Test(arguments: Wait.allCases)
    func aStackReadFromOutsideIsTheOneTheThreadSees(wait: Wait) throws {
      #expect(stall_sampler_install() == 0)
      defer { stall_sampler_remove() }
      let thread = BlockedThread(wait)
      defer { thread.release() }

      var gaze = stall_gaze()
      stall_gaze_at(&gaze, thread.id)
      defer { stall_gaze_end(&gaze) }
      var outside = stall_sample()
      var inside = stall_sample()
      try #require(stall_read_stack(&gaze, &outside) == 0)
      try #require(stall_sample_take(thread.id, &inside, 1_000_000_000) == 0)
      #expect(addresses(outside).count >= 5)
      #expect(addresses(outside).dropFirst() == addresses(inside).dropFirst())
      // A call that a signal interrupted is begun again, by the instruction before.
      #expect(outside.pc.0 - inside.pc.0 <= 4)
    }

    @Test func aThreadThatRunsHasNoStackToRead() {
      var gaze = stall_gaze()
      var sample = stall_sample()
      stall_gaze_at(&gaze, gettid())
      defer { stall_gaze_end(&gaze) }
      #expect(stall_read_stack(&gaze, &sample) == EAGAIN)
      #expect(sample.count == 0)
    }

    private func addresses(_ sample: stall_sample) -> [UInt] {
      withUnsafeBytes(of: sample.pc) { bytes in
        bytes.bindMemory(to: UInt.self).prefix(Int(sample.count)).map { $0 }
      }
    }
  }

  enum Wait: CaseIterable {
    case lock, pipe, deepLock
  }

  /// A thread that is blocked until it is released.
  final class BlockedThread {
    private final class Shared: @unchecked Sendable {
      // Written before the thread starts, or by the thread and read after it was seen blocked.
      let wait: Wait
      let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
      var ends: [Int32] = [0, 0]
      var id: Int32 = 0

      init(_ wait: Wait) { self.wait = wait }

      @inline(never) func block() {
        switch wait {
        case .lock: lock()
        case .deepLock: descend(20)
        case .pipe:
          var byte: UInt8 = 0
          _ = read(ends[0], &byte, 1)
        }
      }

      @inline(never) func descend(_ depth: Int) {
        if depth == 0 { lock() } else { descend(depth - 1) }
        id += 0
      }

      @inline(never) func lock() {
        pthread_mutex_lock(mutex)
        pthread_mutex_unlock(mutex)
      }
    }

    private let shared: Shared
    private var thread = pthread_t()
    var id: Int32 { shared.id }

    init(_ wait: Wait) {
      shared = Shared(wait)
      pthread_mutex_init(shared.mutex, nil)
      pthread_mutex_lock(shared.mutex)
      pipe(&shared.ends)
      pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          let shared = Unmanaged<Shared>.fromOpaque(argument).takeRetainedValue()
          shared.id = gettid()
          shared.block()
          return nil
        }, Unmanaged.passRetained(shared).toOpaque())
      waitUntilBlocked()
    }

    func release() {
      pthread_mutex_unlock(shared.mutex)
      var byte: UInt8 = 0
      write(shared.ends[1], &byte, 1)
      pthread_join(thread, nil)
      for end in shared.ends { close(end) }
      shared.mutex.deallocate()
    }

    private func waitUntilBlocked() {
      let call = shared.wait == .pipe ? "read" : "futex"
      while true {
        var gaze = stall_gaze()
        var state = stall_state()
        stall_gaze_at(&gaze, shared.id)
        defer { stall_gaze_end(&gaze) }
        let known = shared.id != 0 && stall_read_state(&gaze, &state) && !state.running
        if known, let name = stall_call_name(state.call), String(cString: name) == call { return }
        usleep(1000)
      }
    }
  }
#endif
