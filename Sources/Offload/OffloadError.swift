/// Why a pool did not run what it was given.
public enum OffloadError: Error, Sendable, Hashable {
  /// The pool was shut down before the job was taken.
  case shutDown
  /// The pool has no thread, and the system gives none; the error number says why.
  case noThread(Int32)
}

extension OffloadError: CustomStringConvertible {
  /// One line: the fault.
  public var description: String {
    switch self {
    case .shutDown: "the pool is shut down"
    case .noThread(let number): "no thread could be started: error \(number) of pthread_create"
    }
  }
}
