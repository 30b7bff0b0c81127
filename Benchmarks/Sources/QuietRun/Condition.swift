import ArgumentParser
import Foundation

/// What goes on around the watched process.
enum Condition: String, Codable, CaseIterable, ExpressibleByArgument {
  /// Its loops have nothing to do.
  case idle
  /// Its loops have light work.
  case work
  /// It is stopped for a second, and goes on, every three seconds.
  case stopped
  /// Other processes use every processor twice.
  case loaded

  func measure(seconds: Int, threshold: Int, watched: Bool) throws -> Result {
    let spinners =
      self == .loaded ? try (0..<ProcessInfo.processInfo.activeProcessorCount * 2).map { _ in try child("spin") } : []
    defer { spinners.forEach { $0.process.terminate() } }
    let flags = (self == .idle ? [] : ["--light-work"]) + (watched ? [] : ["--no-watch"])
    let run = try child(["watched", "\(seconds)", "\(threshold)"] + flags)
    if self == .stopped { stopAgainAndAgain(run.process, seconds: seconds) }
    let output = run.output.readDataToEndOfFile()
    run.process.waitUntilExit()
    return Result(
      condition: self, watched: watched, seconds: seconds, quiet: try JSONDecoder().decode(Quiet.self, from: output))
  }

  private func stopAgainAndAgain(_ process: Process, seconds: Int) {
    for _ in 0..<max(1, seconds / 3 - 1) {
      sleep(2)
      kill(process.processIdentifier, SIGSTOP)
      sleep(1)
      kill(process.processIdentifier, SIGCONT)
    }
  }

  private func child(_ arguments: [String]) throws -> (process: Process, output: FileHandle) {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    process.standardOutput = pipe
    try process.run()
    return (process, pipe.fileHandleForReading)
  }

  private func child(_ argument: String) throws -> (process: Process, output: FileHandle) {
    try child([argument])
  }
}

/// The figures of one process under one condition.
struct Result: Codable {
  var condition: Condition
  var watched: Bool
  var seconds: Int
  var quiet: Quiet
}

extension [Result] {
  /// Markdown; the rows that are not watched are the floor.
  var table: String {
    let columns = [
      "condition", "watchdog", "seconds", "stalls reported", "pauses reported", "its wake-ups per second",
      "wake-ups of the whole process per second", "its CPU", "CPU of the whole process",
    ]
    return ([columns, columns.map { _ in "---" }] + map(\.cells))
      .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }
}

extension Result {
  fileprivate var cells: [String] {
    let pauses = quiet.pauses.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    return [
      condition.rawValue, watched ? "on" : "off", "\(seconds)", watched ? "\(quiet.stalls.count)" : "–",
      watched ? (pauses.isEmpty ? "none" : pauses) : "–",
      quiet.watchdog.map { perSecond($0.switches) } ?? "–", perSecond(quiet.process.switches),
      quiet.watchdog.map { processor($0.cpu) } ?? "–", processor(quiet.process.cpu),
    ]
  }

  private func perSecond(_ count: Int) -> String { String(format: "%.1f", Double(count) / Double(seconds)) }

  private func processor(_ nanoseconds: Int) -> String {
    String(format: "%.3f %%", Double(nanoseconds) / Double(seconds) / 1e7)
  }
}
