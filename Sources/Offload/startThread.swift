#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Starts a thread of the kernel, which nobody joins.
///
/// - Parameters:
///   - name: Is cut so that with the number it has at most 15 bytes, which is what Linux keeps.
///   - stackSize: In bytes.
/// - Returns: The error number of `pthread_create`; 0 where it runs.
func startThread(
  named name: String, _ number: Int, stackSize: Int, _ body: @escaping @Sendable () -> Void
) -> Int32 {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setstacksize(&attributes, stackSize)
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  #if canImport(Darwin)
    var thread: pthread_t?
  #else
    var thread = pthread_t()
  #endif
  let start = Unmanaged.passRetained(Start(name: cut(name, number), body: body))
  let error = pthread_create(&thread, &attributes, run, start.toOpaque())
  if error != 0 { start.release() }
  return error
}

private final class Start: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

#if canImport(Darwin)
  private typealias Argument = UnsafeMutableRawPointer
#else
  private typealias Argument = UnsafeMutableRawPointer?
#endif

private func run(_ argument: Argument) -> UnsafeMutableRawPointer? {
  guard let argument = argument as UnsafeMutableRawPointer? else { return nil }
  let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
  blockSignals()
  nameThread(start.name)
  start.body()
  return nil
}

/// A thread inherits what the one that started it blocks, and that may be any.
///
/// As Dispatch does for its threads: signals that are meant for the process are left to others, faults are not.
private func blockSignals() {
  var blocked = sigset_t()
  sigfillset(&blocked)
  for signal in [SIGILL, SIGTRAP, SIGFPE, SIGBUS, SIGSEGV, SIGSYS, SIGPIPE, SIGPROF] { sigdelset(&blocked, signal) }
  pthread_sigmask(SIG_SETMASK, &blocked, nil)
}

private func cut(_ name: String, _ number: Int) -> String {
  let number = "-\(number)"
  var name = name
  while name.utf8.count + number.utf8.count > 15, !name.isEmpty { name.removeLast() }
  return name + number
}

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
