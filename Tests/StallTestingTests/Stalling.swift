#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Keeps its thread by the CPU: for so long as the thread has one, however busy the machine is.
func spin(milliseconds: Int = 200) {
  let end = threadTime() + milliseconds * 1_000_000
  while threadTime() < end {}
}

/// Keeps its thread without the CPU, until a signal arrives.
func sleep(milliseconds: Int) {
  usleep(UInt32(milliseconds) * 1000)
}

private func threadTime() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
