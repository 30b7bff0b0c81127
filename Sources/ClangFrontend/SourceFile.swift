#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reading files without trusting them.
package enum SourceFile {
  /// Larger sources are generated tables; clang would need gigabytes.
  static let sizeLimit = 64 << 20

  package static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// The contents of a regular file of at most `limit` bytes.
  static func bytes(of path: String, limit: Int = sizeLimit) throws(SourceFileError) -> [UInt8] {
    // Without O_NONBLOCK a pipe in the place of a source would wait for ever.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(reason: String(cString: strerror(errno))) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .isSpecial }
    guard status.st_size <= limit else { throw .tooLarge(bytes: Int(status.st_size), limit: limit) }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(reason: String(cString: strerror(errno))) }
      if count == 0 { break }
      filled += count
    }
    // It may have shrunk since it was measured.
    bytes.removeLast(bytes.count - filled)
    return bytes
  }
}

enum SourceFileError: Error, CustomStringConvertible {
  case unreadable(reason: String)
  case isDirectory
  case isSpecial
  case tooLarge(bytes: Int, limit: Int)
  case notUTF8

  var description: String {
    switch self {
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .isDirectory: "is a directory; name the files or lint the directory itself"
    case .isSpecial: "is not a regular file"
    case .tooLarge(let bytes, let limit): "has \(bytes) bytes; files over \(limit) are not read"
    case .notUTF8: "is not UTF-8; convert it with `iconv -t UTF-8`"
    }
  }
}
