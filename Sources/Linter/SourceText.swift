#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a source file, or says why not; never waits for whoever else might write to it.
enum SourceText {
  /// Larger files are generated; the parsers would spend minutes on them.
  static let limit = 10_000_000

  static func read(_ path: String) throws(FileFault) -> String {
    try contents(of: path).text
  }

  /// The text, and when the file was last written, in nanoseconds since 1970.
  static func contents(of path: String) throws(FileFault) -> (text: String, modified: Int64) {
    // Without O_NONBLOCK, opening a pipe waits for its writer.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFault.system(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileFault.system(errno) }
    let file = FileStatus(status)
    switch file.kind {
    case .file: break
    case .folder: throw FileFault.folder
    case .special: throw FileFault.special
    }
    guard status.st_size <= limit else { throw FileFault.tooLarge }
    return (try text(try bytes(descriptor, expected: Int(status.st_size))), file.modified)
  }

  static func text(_ bytes: [UInt8]) throws(FileFault) -> String {
    guard bytes.count <= limit else { throw FileFault.tooLarge }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    throw FileFault.notUTF8(line: firstInvalidLine(bytes))
  }

  private static func bytes(_ descriptor: Int32, expected: Int) throws(FileFault) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: expected + 1)
    var count = 0
    while true {
      let read = bytes.withUnsafeMutableBytes { buffer in
        systemRead(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      }
      if read < 0, errno == EINTR { continue }
      guard read >= 0 else { throw FileFault.system(errno) }
      guard read > 0 else { break }
      count += read
      // The file grew since its size was asked.
      if count == bytes.count {
        guard count <= limit else { throw FileFault.tooLarge }
        bytes += [UInt8](repeating: 0, count: count)
      }
    }
    return Array(bytes.prefix(count))
  }

  private static func firstInvalidLine(_ bytes: [UInt8]) -> Int {
    var line = 1
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return line }
      line += 1
    }
    return line
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
