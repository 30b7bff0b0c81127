import ArgumentParser
import Foundation

@main
struct Unblock: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "unblock",
    abstract: "Finds code that blocks where blocking is forbidden.",
    discussion: """
      Reads Swift and C and reports calls that put a thread to sleep which many others wait for: in async functions \
      and tasks, in actors, on the main actor, on event loops, in signal handlers. Each finding comes with the path \
      from that code to the call that blocks.

        unblock lint                      the package or folder you are in
        unblock lint Sources/App          one folder; the rest of the package is read to understand it
        unblock explain blocking-call     why it matters and what to do
        unblock explain Thread.sleep      whether a function blocks, and what to use instead
        unblock hook install              check what is staged before every commit
        unblock report stalls.jsonl       what stalled in production, from StallWatchdog's logs

      A finding that is right and wanted is silenced where it stands:
        // unblock: ignore blocking-call - start-up only

      Exit status: 0 nothing to report, 1 findings, 2 the tool could not do its work.
      """,
    version: version,
    subcommands: [LintCommand.self, ExplainCommand.self, RulesCommand.self, HookCommand.self, ReportCommand.self],
    defaultSubcommand: LintCommand.self)

  static func main() {
    // A reader that has seen enough, such as `head`, is no reason to die.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Foundation.exit(end(with: error).rawValue)
    }
  }

  /// Says what there is to say about the end of a command.
  private static func end(with error: any Error) -> ExitStatus {
    if let status = error as? ExitStatus { return status }
    if let text = FailureText.text(for: error) {
      Console.error("unblock: " + text)
      return .failed
    }
    guard !exitCode(for: error).isSuccess else {
      // `--help` and `--version` arrive as errors, too.
      Console.output(fullMessage(for: error) + "\n")
      return .clean
    }
    Console.error(fullMessage(for: error))
    return .failed
  }
}

/// How a command ends; thrown, since a command's `run` returns nothing.
enum ExitStatus: Int32, Error {
  case clean = 0
  case findings = 1
  case failed = 2
}
