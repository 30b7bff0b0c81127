import Model
import Rules

/// A function as a person writes it: `sleep`, `Thread.sleep`, `Foundation.Thread.sleep(forTimeInterval:)`.
struct SymbolQuery {
  private let parts: [String]
  private let labels: [String?]?

  init(_ text: String) {
    let open = text.firstIndex(of: "(") ?? text.endIndex
    parts = text[..<open].split(separator: ".").map(String.init)
    let list = text[open...].dropFirst().prefix { $0 != ")" }
    labels =
      list.isEmpty ? nil : list.split(separator: ":").map { $0 == "_" ? nil : $0.trimmingPrefix(" ").description }
  }

  /// The symbols meant, each with all facts about it, in the order of their spelling.
  func matches(in facts: [Fact]) -> [(symbol: FactSymbol, facts: [Fact])] {
    let found = facts.filter { isMeant($0.symbol) }
    // `sleep` is the function of that name; only without one is it every type's method.
    let exact = found.filter { $0.symbol.parts.count == parts.count || $0.symbol.parts.dropFirst() == parts[...] }
    return Dictionary(grouping: exact.isEmpty ? found : exact, by: \.symbol)
      .map { (symbol: $0.key, facts: $0.value) }
      .sorted { ($0.symbol.spelling, $0.symbol.language.rawValue) < ($1.symbol.spelling, $1.symbol.language.rawValue) }
  }

  /// What the person may have meant: rules, and functions of nearly this name.
  func suggestions(rules: Rules) -> [String] {
    guard let last = parts.last else { return [] }
    let names = Set(rules.pages.map(\.name) + rules.facts.map(\.symbol.name)).sorted()
    if let near = nearest(to: last, among: names) {
      let spellings = rules.facts.filter { $0.symbol.name == near }.map(\.symbol.spelling)
      return spellings.isEmpty ? [near] : Array(Set(spellings).sorted().prefix(5))
    }
    return []
  }

  private func isMeant(_ symbol: FactSymbol) -> Bool {
    let known = symbol.parts
    let isSuffix = known.count >= parts.count && Array(known.suffix(parts.count)) == parts
    // C functions belong to no module in the facts, to Glibc or Darwin in Swift.
    let isCFunction = symbol.language == .c && parts.count == 2 && parts.last == symbol.name && symbol.path.isEmpty
    return (isSuffix || isCFunction) && (labels.map { symbol.accepts(labels: $0) } ?? true)
  }
}

extension FactSymbol {
  fileprivate var parts: [String] { (module.isEmpty ? [] : [module]) + path + [name] }
}
