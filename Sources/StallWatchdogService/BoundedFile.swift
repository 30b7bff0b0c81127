#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Why a line could not be written.
enum FileFault: Error, Equatable {
  /// A call of the system failed: which, and its `errno`.
  case system(call: String, code: CInt)
  /// A pipe, a socket, a folder: what cannot be bounded or could block or end its host.
  case notAFile
  case lineTooLong(bytes: Int)

  var text: String {
    switch self {
    case .system(let call, let code): "\(call): \(String(cString: strerror(code)))"
    case .notAFile: "it is no regular file"
    case .lineTooLong(let bytes): "a line of \(bytes) bytes is longer than the file may be"
    }
  }
}

/// A file of whole lines that never grows past its bounds: a full one is renamed to `path.1`, that to `path.2`, ….
///
/// A crash tears at most the last line, because a line is one `write` to a file opened for appending. A file that was moved or
/// deleted by others is begun anew.
struct BoundedFile: ~Copyable {
  let path: String
  let maxBytes: Int
  /// How many files there are at most, the current one included.
  let maxFiles: Int
  private var descriptor: CInt = -1
  private var size = 0
  private var isTorn = false
  /// Whether this run has written the header into the file that is open.
  private var hasHeader = false

  init(path: String, maxBytes: Int, maxFiles: Int) {
    self.path = path
    self.maxBytes = maxBytes
    self.maxFiles = max(maxFiles, 1)
  }

  deinit {
    if descriptor >= 0 { _ = close(descriptor) }
  }

  /// Appends a line, whole or not at all.
  ///
  /// - Parameter header: the first line of every file that is opened.
  mutating func append(_ line: [UInt8], header: [UInt8]) throws(FileFault) {
    guard header.count + line.count <= maxBytes else { throw .lineTooLong(bytes: line.count) }
    try openIfNeeded()
    if size > 0, size + line.count + (hasHeader ? 0 : header.count) > maxBytes { try rotate() }
    if !hasHeader {
      try put(header)
      hasHeader = true
    }
    try put(line)
  }

  private mutating func openIfNeeded() throws(FileFault) {
    if descriptor >= 0, isStillThere() { return }
    forget()
    try begin()
  }

  private mutating func begin() throws(FileFault) {
    // Without O_NONBLOCK the opening of a pipe would wait for its reader.
    let opened = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o640)
    guard opened >= 0 else { throw .system(call: "open", code: errno) }
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      _ = close(opened)
      throw .notAFile
    }
    descriptor = opened
    size = Int(status.st_size)
    isTorn = size > 0 && lastByte() != UInt8(ascii: "\n")
  }

  private mutating func isStillThere() -> Bool {
    var own = stat()
    var found = stat()
    guard fstat(descriptor, &own) == 0, stat(path, &found) == 0 else { return false }
    // Others may write to it as well: the processes of one service.
    size = Int(own.st_size)
    return own.st_ino == found.st_ino && own.st_dev == found.st_dev
  }

  private func lastByte() -> UInt8? {
    var byte: UInt8 = 0
    return pread(descriptor, &byte, 1, off_t(size - 1)) == 1 ? byte : nil
  }

  private mutating func forget() {
    if descriptor >= 0 { _ = close(descriptor) }
    descriptor = -1
    size = 0
    isTorn = false
    hasHeader = false
  }

  private mutating func rotate() throws(FileFault) {
    for number in stride(from: maxFiles - 1, to: 0, by: -1) {
      let older = number == 1 ? path : "\(path).\(number - 1)"
      guard rename(older, "\(path).\(number)") == 0 || (errno == ENOENT && number > 1) else {
        throw .system(call: "rename", code: errno)
      }
    }
    if maxFiles == 1, ftruncate(descriptor, 0) != 0 { throw .system(call: "ftruncate", code: errno) }
    forget()
    try begin()
  }

  private mutating func put(_ line: [UInt8]) throws(FileFault) {
    let bytes = isTorn ? [UInt8(ascii: "\n")] + line : line
    var count = -1
    repeat { count = write(descriptor, bytes, bytes.count) } while count < 0 && errno == EINTR
    guard count == bytes.count else {
      let code = count < 0 ? errno : ENOSPC
      if count > 0 { takeBack(count) }
      throw .system(call: "write", code: code)
    }
    size += count
    isTorn = false
  }

  /// Removes the part of a line that fitted on a full disk, unless someone else has written behind it.
  private mutating func takeBack(_ count: Int) {
    let end = lseek(descriptor, 0, SEEK_CUR)
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_size == end, ftruncate(descriptor, end - off_t(count)) == 0 { return }
    size += count
    isTorn = true
  }
}
