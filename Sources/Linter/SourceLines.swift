package import Model
import Synchronization

/// The source lines that findings stand on, each file read once.
package final class SourceLines: Sendable {
  private let staged: [String: [UInt8]]
  private let workingDirectory: String
  private let files = Mutex<[String: [Substring]]>([:])

  init(staged: [String: [UInt8]], workingDirectory: String) {
    self.staged = staged
    self.workingDirectory = workingDirectory
  }

  package func line(at place: Place) -> String? {
    files.withLock { files in
      let lines = files[place.file] ?? lines(of: place.file)
      files[place.file] = lines
      return lines.indices.contains(place.line - 1) ? String(lines[place.line - 1]) : nil
    }
  }

  private func lines(of file: String) -> [Substring] {
    let path = FilePath.absolute(file, in: workingDirectory)
    let text = staged[path].map { try? SourceText.text($0) } ?? (try? SourceText.read(path))
    // Swift counts a carriage return before a newline as one character with it.
    return text?.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" } ?? []
  }
}
