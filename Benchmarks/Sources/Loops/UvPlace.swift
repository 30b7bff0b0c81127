#if LIBUV
  import UvLoop

  /// Work done in a callback of a libuv loop; the loop carries the probe of the C adapter.
  public final class UvPlace: Place {
    public let name = "libuv callback"
    public let period: Duration? = .milliseconds(20)
    // Written once, here; the functions that take it are thread-safe.
    private nonisolated(unsafe) let loop: OpaquePointer

    public init?(label: String, threshold: Duration) {
      guard let loop = uv_loop_thread_start(label, UInt64(threshold.nanoseconds)) else { return nil }
      self.loop = loop
    }

    public func run(_ work: @escaping @Sendable () -> Void) {
      // The loop calls each piece of work once, and the call takes back what is retained here.
      let context = Unmanaged.passRetained(Work(work)).toOpaque()
      uv_loop_thread_call(
        loop, { context in context.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() } }, context)
    }

    private final class Work {
      let run: @Sendable () -> Void

      init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
      }
    }
  }
#endif
