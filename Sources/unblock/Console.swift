import Foundation

/// Findings and answers go to standard output, everything else to standard error.
enum Console {
  static func output(_ text: String) {
    write(text, to: STDOUT_FILENO)
  }

  static func error(_ line: String) {
    write(line + "\n", to: STDERR_FILENO)
  }

  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether a terminal that can show colours is asked for them: NO_COLOR is set by people who do not want any.
  static var prefersColors: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isOutputTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
  }

  /// Writes as much as the reader takes; false when it stopped reading or the disk is full.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = Foundation.write(descriptor, start, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return true
    }
  }
}
