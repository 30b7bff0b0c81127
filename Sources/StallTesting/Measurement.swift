internal import StallWatchdog
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How long a piece of work keeps the thread that makes and ends this.
struct Measurement {
  private let began = SuspendingClock().now
  private let waited = timeWithoutCPU()

  /// The time since, without that in which the thread was ready and had no CPU; nil where it was less than the threshold anyway.
  func end(within threshold: Duration) -> Duration? {
    let duration = SuspendingClock().now - began
    // The watchdog has a clock of its own and may see a little more; a millisecond is more than a clock read takes.
    guard duration >= threshold - .milliseconds(1) else { return nil }
    return duration - (timeWithoutCPU() - waited)
  }
}

/// How long this thread has been ready without a CPU, ever since it began; zero where the system does not say.
private func timeWithoutCPU() -> Duration {
  #if os(Linux)
    let file = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return .zero }
    defer { close(file) }
    // The time on a CPU, the time ready without one, the number of turns: three numbers of 20 digits at most.
    let text = String(unsafeUninitializedCapacity: 80) { max(read(file, $0.baseAddress, $0.count), 0) }
    let numbers = text.split(separator: " ")
    return numbers.count > 1 ? .nanoseconds(Int64(numbers[1]) ?? 0) : .zero
  #else
    return .zero
  #endif
}
