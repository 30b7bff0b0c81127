import Model

/// What two remedies may not share.
struct RemedyKey: Hashable {
  private var language: Summary.Language
  private var name: String
  private var importing: String

  init(_ entry: RemedyEntry) {
    language = entry.language
    name = entry.name
    importing = entry.importing
  }
}

extension Rules {
  func refuseDuplicates() throws(RulesError) {
    var known: [FactKey: RuleLocation] = [:]
    known.reserveCapacity(facts.count)
    for fact in facts {
      let key = FactKey(fact)
      if let first = known.updateValue(fact.location, forKey: key) {
        throw Self.duplicate(key.description, at: fact.location, first: first)
      }
    }
    var remedyPlaces: [RemedyKey: RuleLocation] = [:]
    for entry in remedies {
      if let first = remedyPlaces.updateValue(entry.location, forKey: RemedyKey(entry)) {
        throw Self.duplicate("remedy \(entry.name) for \(entry.importing)", at: entry.location, first: first)
      }
    }
    var names: Set<String> = []
    for page in pages where !names.insert(page.name).inserted {
      throw Fault(found: "a second page \(page.name)", expected: "one page for each rule").at(page.location)
    }
  }

  private static func duplicate(_ what: String, at location: RuleLocation, first: RuleLocation) -> RulesError {
    Fault(found: "a second \(what)", expected: "one; the first is \(first.file):\(first.line)").at(location)
  }

  /// A `see` must name a remedy, and a label of an example a page.
  func checkReferences(in all: Rules) throws(RulesError) {
    let names = Set(all.remedies.map(\.name))
    for fact in facts {
      guard case .named(let name) = fact.remedy, !names.contains(name) else { continue }
      throw Fault.unknown("remedy", name, among: names.sorted()).at(fact.location)
    }
    let rules = all.pages.map(\.name)
    for example in pages.flatMap(\.examples) {
      for expectation in example.expectations where !rules.contains(expectation.rule) {
        let line = example.location.line + expectation.line - 1
        throw Fault.unknown("rule", expectation.rule, among: rules)
          .at(RuleLocation(file: example.location.file, line: line))
      }
    }
  }
}
