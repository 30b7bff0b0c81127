import ArgumentParser
import Linter
import Rules

struct DeriveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "derive",
    abstract: "Writes facts about a package, worked out from its sources.",
    discussion: """
      For every public function of the package's libraries that blocks, a line of a .facts file, with the way to what \
      blocks above it; where the closures run that public functions take, as far as that is certain; and which types \
      inherit such functions. Read the lines before you rely on them. Someone who uses the package without its sources gets the same knowledge with `unblock lint --rules FILE`.

        unblock rules derive --package swift-nio       one of .build/checkouts
        unblock rules derive --package Tide ../Tide    the package itself

      What facts say already is left out. Setters and subscripts are left out, since facts cannot name them.
      """)

  @Option(
    help: ArgumentHelp("A dependency's folder in .build/checkouts, a package it is made of, or the package itself."))
  var package: String

  @Argument(help: "The folder of a package; the current folder when there is none.")
  var path = "."

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the facts there instead of to the screen.", valueName: "file"))
  var output: String?

  @Flag(help: "Write what facts say already, too.")
  var all = false

  @OptionGroup var index: IndexOption

  @OptionGroup var rules: RulesOption

  func run() throws {
    var options = LintOptions()
    options.paths = [path]
    options.index = index.choice
    let derivation = try Linter(rules: try rules.load(), options: options).derive(package: package, all: all)
    ProblemLines(derivation.problems).print()
    try ReportFile(path: output).write(DerivedFactFile(derivation).text)
  }
}
