import Model

/// Reads one rule page: front matter, prose, examples.
enum PageParser {
  static func page(file: String, text: String) throws(RulesError) -> RulePage {
    let lines = text.lines
    guard lines.first?.trimmed == "---" else {
      throw Fault.found(lines.first ?? "", expected: "front matter between two lines ---").at(
        RuleLocation(file: file, line: 1))
    }
    guard let end = lines.dropFirst().firstIndex(where: { $0.trimmed == "---" }) else {
      throw Fault(found: "front matter without end", expected: "a second line ---").at(
        RuleLocation(file: file, line: 1))
    }
    let matter = try FrontMatter(lines[1..<end], file: file)
    var page = try matter.page(name: name(of: file), file: file)
    let below = lines[(end + 1)...]
    page.text = below.drop { $0.trimmed.isEmpty }.joined(separator: "\n")
    page.examples = try ExampleParser.examples(in: below, file: file)
    return page
  }

  private static func name(of file: String) throws(RulesError) -> String {
    let name = (file.split(separator: "/").last ?? Substring(file)).dropLast(".md".count)
    let isPlain = name.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "-") || ($0.isIdentifier && $0 | 0x20 == $0) }
    guard !name.isEmpty, isPlain, !name.hasPrefix("-") else {
      throw Fault.found(name, expected: "a rule named in lower case with hyphens").at(RuleLocation(file: file, line: 1))
    }
    return String(name)
  }
}
