/// All that is known: facts, remedies and rule pages.
package struct Rules: Sendable {
  package var facts: [Fact]
  package var remedies: [RemedyEntry]
  package var pages: [RulePage]

  package init(facts: [Fact] = [], remedies: [RemedyEntry] = [], pages: [RulePage] = []) {
    self.facts = facts
    self.remedies = remedies
    self.pages = pages
  }

  /// The rules that come with the tool, from the text embedded in the binary.
  package static func builtIn() throws(RulesError) -> Rules {
    do {
      return try Rules(files: EmbeddedRules.files)
    } catch {
      throw error.below("rules/")
    }
  }

  /// Reads fact files (`*.facts`; those below `c/` speak of C) and pages (`*.md`, `README.md` aside).
  package init(files: [(name: String, text: String)]) throws(RulesError) {
    self = try Rules().adding(files)
  }

  /// These rules and those of a user's own files. What a user says replaces what was said of the same symbol before.
  package func adding(_ files: [(name: String, text: String)]) throws(RulesError) -> Rules {
    var own = Rules()
    for file in files { try own.read(file.name, file.text) }
    try own.refuseDuplicates()
    let sum = own.overriding(self)
    try own.checkReferences(in: sum)
    return sum
  }

  private func overriding(_ base: Rules) -> Rules {
    var sum = self
    if !base.facts.isEmpty {
      let replaced = Set(facts.map(FactKey.init))
      let silenced = Set(facts.filter(\.deniesAll).map(\.symbol))
      sum.facts =
        base.facts.filter { fact in
          !replaced.contains(FactKey(fact)) && !(fact.claim.isBlocks && silenced.contains(fact.symbol))
        } + facts
    }
    let remedyKeys = Set(remedies.map(RemedyKey.init))
    sum.remedies = base.remedies.filter { !remedyKeys.contains(RemedyKey($0)) } + remedies
    let names = Set(pages.map(\.name))
    sum.pages = (base.pages.filter { !names.contains($0.name) } + pages).sorted { $0.name < $1.name }
    return sum
  }

  private mutating func read(_ file: String, _ text: String) throws(RulesError) {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    if name.hasSuffix(".facts") {
      let parser = try FactParser(file: file, text: text)
      facts += parser.facts
      remedies += parser.remedies
    } else if name.hasSuffix(".md") {
      if name != "README.md" { pages.append(try PageParser.page(file: file, text: text)) }
    } else {
      throw Fault.found(name, expected: "a fact file (*.facts) or a page (*.md)").at(RuleLocation(file: file, line: 1))
    }
  }
}

extension Fact {
  /// Nothing else that is said of the symbol's blocking can be true.
  fileprivate var deniesAll: Bool {
    guard case .nonblocking = claim else { return false }
    return when == nil && unless == nil
  }
}

extension Claim {
  fileprivate var isBlocks: Bool {
    if case .blocks = self { return true }
    return false
  }
}
