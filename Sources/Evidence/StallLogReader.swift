package import Model

/// Reads stall logs and adds them up: the parts of a rotated log, and those of several processes.
package struct StallLogReader {
  /// So many damaged lines of one file are told one by one.
  private static let toldLines = 5

  private let paths: [String]

  /// - Parameter paths: in any order; `-` is standard input.
  package init(paths: [String]) {
    var seen: Set<String> = []
    self.paths = paths.filter { seen.insert($0).inserted }
  }

  package struct Answer: Sendable {
    package var summary: StallSummary
    package var problems: [Problem]
    /// A file could not be read, or nothing in it is a log.
    package var isIncomplete: Bool
  }

  package func read() -> Answer {
    var tally = StallTally()
    var problems: [Problem] = []
    for log in Self.ordered(paths) {
      tally.beginFile()
      problems += Self.read(log, into: &tally)
    }
    return Answer(
      summary: tally.finished(), problems: problems, isIncomplete: problems.contains(where: \.isFatal))
  }

  /// By the time of their first line: a rotated log is named from new to old, and a stall may begin in the older part.
  /// A log from a pipe can be read only once, so it comes last, in the order given.
  private static func ordered(_ paths: [String]) -> [String] {
    guard paths.count > 1 else { return paths }
    return paths.enumerated().map { (begin: begin(of: $0.element), offset: $0.offset, path: $0.element) }
      .sorted {
        ($0.begin ?? .init(microseconds: .max), $0.offset) < ($1.begin ?? .init(microseconds: .max), $1.offset)
      }
      .map(\.path)
  }

  /// When the first line of a file was written that is a line of a log.
  private static func begin(of path: String) -> Timestamp? {
    guard path != "-", LogInput.isFile(path), var input = try? LogInput(path: path) else { return nil }
    var stacks = StackTable()
    for _ in 0..<100 {
      guard case .text(let bytes, let range)? = try? input.next() else { return nil }
      if let line = try? LogLine(bytes, range, &stacks) { return line.time }
    }
    return nil
  }

  private static func read(_ path: String, into tally: inout StallTally) -> [Problem] {
    let name = path == "-" ? "standard input" : path
    var faults = Faults(file: name)
    do throws(LogInput.Fault) {
      var input = try LogInput(path: path)
      while let line = try input.next() {
        tally.countLine()
        switch line {
        case .tooLong:
          tally.countDamagedLine()
          faults.add("longer than \(LogInput.lineLimit / 1_000_000) MB", at: input.line)
        case .text(let bytes, let range):
          do throws(JSONCursor.Fault) {
            tally.add(try LogLine(bytes, range, &tally.stacks), isFirst: faults.used == 0)
            if faults.used == 0 { tally.countFile() }
            faults.used += 1
          } catch {
            tally.countDamagedLine()
            faults.add("\(error.message) at column \(error.index - range.lowerBound + 1)", at: input.line)
          }
        }
      }
    } catch {
      let read = faults.used > 0 ? faults.problems : []
      return read + [Problem(file: name, message: "cannot be read: \(error.text)", isFatal: true)]
    }
    return faults.problems
  }

  /// What is wrong with one file.
  private struct Faults {
    var file: String
    /// Lines that were used.
    var used = 0
    private var told: [Problem] = []
    private var count = 0

    init(file: String) {
      self.file = file
    }

    mutating func add(_ message: String, at line: Int) {
      count += 1
      guard told.count < StallLogReader.toldLines else { return }
      told.append(Problem(file: file, line: line, message: message, isFatal: false))
    }

    var problems: [Problem] {
      guard used > 0 else {
        let reason = told.first.map { "; line \($0.line ?? 1): \($0.message)" } ?? "; it is empty"
        return [Problem(file: file, message: "no stall log\(reason)", isFatal: true)]
      }
      let lines = told.map { problem in
        Problem(file: file, line: problem.line, message: "\(problem.message); the line is left out", isFatal: false)
      }
      guard count > told.count else { return lines }
      return lines + [
        Problem(file: file, message: "\(count - told.count) more damaged lines are left out", isFatal: false)
      ]
    }
  }
}
