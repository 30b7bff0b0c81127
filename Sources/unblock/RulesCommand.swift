import ArgumentParser
import Foundation
import Rules

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Lists the rules, and derives facts from a package's sources.",
    discussion: "unblock explain RULE prints the page of one.",
    subcommands: [ListCommand.self, DeriveCommand.self], defaultSubcommand: ListCommand.self)
}

struct ListCommand: ParsableCommand {
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown
  }

  private struct Row: Encodable {
    var name: String
    var summary: String
    var since: String
    var languages: [String]
  }

  static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the rules.")

  @Option(help: "How to print them: text, json, or markdown, a table.")
  var format = Form.text

  @OptionGroup var rules: RulesOption

  func run() throws {
    let pages = try rules.load().pages
    let rows = pages.map { Row(name: $0.name, summary: $0.summary, since: $0.since, languages: $0.languages) }
    switch format {
    case .text:
      let width = rows.map(\.name.count).max() ?? 0
      for row in rows {
        Console.output(row.name + String(repeating: " ", count: width - row.name.count + 2) + row.summary + "\n")
      }
    case .markdown:
      let builtIn = Set(try Rules.builtIn().pages.map(\.location.file))
      Console.output(RuleTable(pages: pages, builtIn: builtIn).markdown)
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      Console.output(String(decoding: try encoder.encode(rows), as: UTF8.self) + "\n")
    }
  }
}
