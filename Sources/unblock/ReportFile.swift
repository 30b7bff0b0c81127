import Foundation

/// Where a command's answer goes: a file, or standard output where none is named or it is called `-`.
struct ReportFile {
  var path: String?

  func write(_ text: String) throws {
    guard let path, path != "-" else { return Console.output(text) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw CommandError.cannotWrite(path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    guard Console.write(text, to: descriptor) else {
      throw CommandError.cannotWrite(path, reason: String(cString: strerror(errno)))
    }
  }
}
