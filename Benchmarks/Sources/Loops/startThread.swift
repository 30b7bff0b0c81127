import Foundation

/// Starts a thread that the kernel knows by a name of at most 15 bytes.
///
/// A thread without a name has that of the thread that started it, and then looks like one of the pool.
public func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
  Thread.detachNewThread {
    // Foundation's `Thread.name` does not reach the kernel on Linux.
    let file = open("/proc/thread-self/comm", O_WRONLY)
    write(file, name, name.utf8.count)
    close(file)
    body()
  }
}
