import ArgumentParser
import Rules

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Prints the page of a rule, or what is known of a function.",
    discussion: """
        unblock explain blocking-call                  why the rule exists, with examples
        unblock explain DispatchSemaphore.wait         does it block, when, and what to use instead
        unblock explain 'Thread.sleep(forTimeInterval:)'
        unblock explain uv_fs_read
      """)

  @Argument(help: ArgumentHelp("A rule, or a function of Swift or C.", valueName: "rule|symbol"))
  var name: String

  @OptionGroup var rules: RulesOption

  func run() throws {
    let rules = try rules.load()
    if let page = rules.pages.first(where: { $0.name == name }) {
      Console.output("\(page.text.trimmingNewlines)\n")
      return
    }
    let query = SymbolQuery(name)
    let facts = query.matches(in: rules.facts)
    guard !facts.isEmpty else {
      throw CommandError.unknownName(name, near: query.suggestions(rules: rules))
    }
    // What is known by its type only is worth a line when there is nothing else to tell.
    let telling = facts.filter { !$0.facts.allSatisfy(\.claim.isOfTypes) }
    let texts = (telling.isEmpty ? facts : telling).map {
      FactText(symbol: $0.symbol, facts: $0.facts, remedies: rules.remedies).text
    }
    Console.output(texts.joined(separator: "\n"))
  }
}

extension String {
  fileprivate var trimmingNewlines: Substring {
    var rest = self[...]
    while rest.first?.isNewline == true { rest.removeFirst() }
    while rest.last?.isNewline == true { rest.removeLast() }
    return rest
  }
}
