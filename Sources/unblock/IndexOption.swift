import ArgumentParser
import Linter

/// `--index-store` and `--no-index`: whether the compiler's own answers are used, and which.
struct IndexOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The compiler's answers, such as SCRATCH/debug/index/store; those of the newest build in .build by default.",
      valueName: "folder"))
  var indexStore: String?

  @Flag(help: "Judge by the source alone, even where a build has left the compiler's answers.")
  var noIndex = false

  func validate() throws {
    if noIndex, indexStore != nil { throw ValidationError("--index-store and --no-index exclude each other") }
  }

  var choice: LintOptions.Index { noIndex ? .off : indexStore.map { .path($0) } ?? .automatic }
}
