#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of a log, line by line, with no more of it in memory than its longest line.
struct LogInput: ~Copyable {
  /// A line that is longer is no line of a log.
  static let lineLimit = 16_000_000
  private static let chunk = 1 << 17

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var searched = 0
  private var isAtEnd = false
  /// The number of the line read last, from 1.
  private(set) var line = 0

  enum Fault: Error {
    case system(Int32)
    case folder

    var text: String {
      switch self {
      case .system(let code): String(cString: strerror(code))
      case .folder: "a folder; name the logs in it"
      }
    }
  }

  enum Line {
    case text([UInt8], Range<Int>)
    case tooLong
  }

  /// - Parameter path: `-` is standard input.
  init(path: String) throws(Fault) {
    descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Fault.system(errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
    throw Fault.folder
  }

  /// Whether it can be read twice.
  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  deinit { close(descriptor) }

  /// The next line without its end; nil after the last one. Lines of nothing but spaces count and are passed over.
  mutating func next() throws(Fault) -> Line? {
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        let range = start..<end
        start = end + 1
        searched = start
        line += 1
        if !isBlank(range) { return .text(buffer, range) }
      } else if isAtEnd {
        let range = start..<buffer.count
        start = buffer.count
        searched = start
        guard !isBlank(range) else { return nil }
        line += 1
        return .text(buffer, range)
      } else if buffer.count - start > Self.lineLimit {
        try passLine()
        return .tooLong
      } else {
        try fill()
      }
    }
  }

  private func isBlank(_ range: Range<Int>) -> Bool {
    range.isEmpty || buffer[range].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }

  private mutating func passLine() throws(Fault) {
    line += 1
    while !isAtEnd {
      start = buffer.count
      searched = start
      try fill()
      guard let end = buffer.firstIndex(of: 0x0A) else { continue }
      start = end + 1
      searched = start
      return
    }
  }

  /// Takes what was read out of the buffer and reads on; leaves what belongs to an unfinished line.
  private mutating func fill() throws(Fault) {
    buffer.removeSubrange(..<start)
    start = 0
    searched = buffer.count
    let size = Self.chunk
    buffer.reserveCapacity(searched + size)
    var failure: Int32?
    let part = [UInt8](unsafeUninitializedCapacity: size) { target, count in
      // `read` gets the memory and the size of one and the same buffer, and its count says how much of it is written.
      var received = read(descriptor, target.baseAddress, size)
      while received < 0, errno == EINTR { received = read(descriptor, target.baseAddress, size) }
      if received < 0 { failure = errno }
      count = max(0, received)
    }
    if let failure { throw Fault.system(failure) }
    isAtEnd = part.isEmpty
    buffer += part
  }
}
