import ArgumentParser
import Foundation

/// Plays stalls on a NIO loop that is watched by nothing, by NIO's own tick metrics or by StallWatchdog.
///
/// Prints one JSON object: what was injected, and what the observer said of it. Times are CLOCK_MONOTONIC nanoseconds.
@main
struct PeerLoop: AsyncParsableCommand {
  enum Mode: String, ExpressibleByArgument, CaseIterable {
    case play, work, quiet
  }

  @Argument(help: "none, tick, watchdog or watchdog-stacks")
  var observer: ObserverName

  @Argument(help: "play, work or quiet")
  var mode: Mode

  @Argument(help: "the schedule to play, or how many seconds to work or to be quiet")
  var argument: String

  func run() async throws {
    let observer = try Observer(observer)
    var result = Output()
    switch mode {
    case .play:
      let schedule = try JSONDecoder().decode([Entry].self, from: Data(contentsOf: URL(fileURLWithPath: argument)))
      result.stalls = try await observer.loop.play(schedule)
    case .work:
      result.work = try await observer.loop.work(seconds: try seconds)
    case .quiet:
      try await observer.loop.quiet(seconds: try seconds)
    }
    result.reports = observer.stop()
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }

  private var seconds: Double {
    get throws {
      guard let seconds = Double(argument) else { throw ValidationError("not a number of seconds: \(argument)") }
      return seconds
    }
  }
}

struct Output: Encodable {
  var stalls: [Played] = []
  var reports: [Said] = []
  var work: Work?
}

/// What an observer said of a stall.
struct Said: Encodable {
  /// When it said so.
  var at: Int
  var duration: Int
  /// When it says that the stall began, if it does.
  var begin: Int?
  var text: String
}
