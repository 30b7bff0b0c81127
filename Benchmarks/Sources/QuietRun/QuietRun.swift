import ArgumentParser
import Foundation

/// Counts what the watchdog reports, and how often it wakes, while no loop stalls. Expected: no stall.
@main
struct QuietRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    subcommands: [Compare.self, Watched.self, Spin.self], defaultSubcommand: Compare.self)
}

/// Runs a watched process under every condition, and prints a table.
struct Compare: ParsableCommand {
  @Option(help: "How long each condition lasts, in seconds.")
  var seconds = 60

  @Option(help: "Of the watchdog, in milliseconds.")
  var threshold = 100

  @Flag(inversion: .prefixedNo, help: "Also run every condition without a watchdog.")
  var floor = true

  @Option(help: "Only these conditions: \(Condition.allCases.map(\.rawValue).joined(separator: ", ")).")
  var only: [Condition] = []

  @Option(help: "Where to write the figures as JSON, too.")
  var json: String?

  func run() throws {
    var results: [Result] = []
    for condition in only.isEmpty ? Condition.allCases : only {
      for watched in floor ? [false, true] : [true] {
        results.append(try condition.measure(seconds: seconds, threshold: threshold, watched: watched))
        FileHandle.standardError.write(
          Data("\(condition.rawValue), \(watched ? "watched" : "not watched"): done\n".utf8))
      }
    }
    print(results.table)
    if let json { try JSONEncoder().encode(results).write(to: URL(fileURLWithPath: json)) }
  }
}

/// The process that is watched: loops with light work or with none, and no stall.
struct Watched: AsyncParsableCommand {
  @Argument var seconds: Int
  @Argument var threshold: Int
  @Flag var lightWork = false
  @Flag(inversion: .prefixedNo) var watch = true

  func run() async throws {
    let said = try await quiet(seconds: seconds, threshold: threshold, lightWork: lightWork, watch: watch)
    print(String(decoding: try JSONEncoder().encode(said), as: UTF8.self))
  }
}

/// Uses a processor until it is ended.
struct Spin: ParsableCommand {
  func run() {
    while true {}
  }
}
