import Foundation
import Model
import Testing

@testable import Rules

@Suite struct SwiftFacts {
  @Test(.enabled(if: SwiftFacts.target != nil, "the facts are checked against the toolchain for Linux"))
  func everySymbolOfTheToolchainExists() throws {
    let modules = [
      "Swift", "_Concurrency", "Foundation", "FoundationEssentials", "FoundationNetworking", "FoundationXML",
      "Dispatch",
      "Synchronization",
    ]
    let library = try SwiftLibrary(modules: modules, target: #require(Self.target))
    let checked = Set(modules)
    var count = 0
    for fact in try Rules.builtIn().facts {
      if let other = fact.other, checked.contains(other.module), let fault = library.fault(of: other) {
        Self.record("\(other.spelling): \(fault)", of: fact)
      }
      guard fact.isChecked(in: checked) else { continue }
      count += 1
      if let fault = library.fault(of: fact.symbol) { Self.record(fault, of: fact) }
      for type in fact.namedTypes
      where checked.contains(type[0]) && !library.values.contains(type.joined(separator: ".")) {
        Self.record("no such type: \(type.joined(separator: "."))", of: fact)
      }
    }
    #expect(count > 500)
    for typo in [
      "Foundation.FileManager.defalt", "Foundation.Thread.sleep(forTime:)",
      "Dispatch.DispatchQueue.async(group:execute?:)",
      "Swift.print(_:separator:terminator?:)",
    ] {
      let symbol = try #require(try SymbolParser(language: .swift).parse(Substring(typo)).first)
      #expect(library.fault(of: symbol) != nil, "\(typo)")
    }
  }

  @Test(.enabled(if: !SwiftFacts.checkouts.isEmpty, "no package with facts is checked out in .build/checkouts"))
  func everyWordOfAPackagesFactsStandsInItsSources() throws {
    var words: [String: Set<Substring>] = [:]
    for fact in try Rules.builtIn().facts where fact.platform != "apple" {
      for symbol in [fact.symbol, fact.other] {
        guard let symbol, symbol.language == .swift, let sources = Self.checkouts[symbol.module] else { continue }
        if words[symbol.module] == nil { words[symbol.module] = try Self.words(below: sources) }
        for word in symbol.words where words[symbol.module]?.contains(Substring(word)) == false {
          Self.record("no \(word) in the sources", of: fact)
        }
      }
    }
  }

  @Test func whatMustBeObservedCanBe() throws {
    let facts = try Rules.builtIn().facts
    #expect(Set(facts.compactMap(\.observed)) == Set(facts.compactMap(\.completed)))
  }

  private static func record(_ fault: String, of fact: Fact) {
    Issue.record("\(fact.location.file):\(fact.location.line): \(fact.symbol.spelling): \(fault)")
  }

  private static var target: String? {
    #if os(Linux) && arch(x86_64)
      "x86_64-unknown-linux-gnu"
    #elseif os(Linux) && arch(arm64)
      "aarch64-unknown-linux-gnu"
    #else
      nil
    #endif
  }

  /// The folder of each module whose package is checked out.
  private static let checkouts: [String: URL] = {
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let checkouts = root.appending(path: ".build/checkouts")
    var folders: [String: URL] = [:]
    let modules = Set(((try? Rules.builtIn().facts) ?? []).filter { $0.symbol.language == .swift }.map(\.symbol.module))
    for package in (try? FileManager.default.contentsOfDirectory(atPath: checkouts.path)) ?? [] {
      for module in modules {
        for folder in ["Sources/\(module)", module] {
          let candidate = checkouts.appending(path: package).appending(path: folder)
          if FileManager.default.fileExists(atPath: candidate.path) { folders[module] = candidate }
        }
      }
    }
    return folders
  }()

  /// The words in the sources of a module and of those that it exports from its own package.
  private static func words(below folder: URL) throws -> Set<Substring> {
    var words: Set<Substring> = []
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      words.formUnion(text.split { !($0.isLetter || $0.isNumber || $0 == "_") })
      for line in text.split(separator: "\n") where line.hasPrefix("@_exported import ") {
        let exported = folder.deletingLastPathComponent().appending(path: line.split(separator: " ")[2])
        if FileManager.default.fileExists(atPath: exported.path) { words.formUnion(try Self.words(below: exported)) }
      }
    }
    return words
  }
}

extension SwiftLibrary {
  /// What is wrong with a symbol; nil when every call that it describes is one the library declares.
  func fault(of symbol: FactSymbol) -> String? {
    let name = ([symbol.module] + symbol.path + [symbol.name]).joined(separator: ".")
    guard symbol.labels != .none else { return values.contains(name) ? nil : "no such property or type" }
    guard let overloads = overloads[name] else { return "no such function" }
    guard case .list(let labels) = symbol.labels else { return nil }
    for call in Self.calls(labels[...]) where !overloads.contains(where: { $0.accepts(labels: call) }) {
      return "no overload takes (\(call.map { ($0 ?? "_") + ":" }.joined()))"
    }
    for (index, label) in labels.enumerated() where !label.isOptional {
      let same = overloads.compactMap { $0.declared }.filter { $0.map(\.name) == labels.map(\.name) }
      if !same.isEmpty, same.allSatisfy({ $0[index].isOptional }) { return "\(label.name ?? "_") may be left out" }
    }
    return nil
  }

  /// The labels of every call that a declaration takes.
  private static func calls(_ labels: ArraySlice<FactSymbol.Label>) -> [[String?]] {
    guard let first = labels.first else { return [[]] }
    let rest = calls(labels.dropFirst())
    let with = rest.map { [first.name] + $0 }
    return first.isOptional ? with + rest : with
  }
}

extension FactSymbol {
  fileprivate var declared: [Label]? {
    if case .list(let labels) = labels { labels } else { nil }
  }

  /// The names in it, labels included.
  fileprivate var words: [String] {
    path + (name == "init" ? [] : [name]) + (declared ?? []).compactMap(\.name)
  }
}

extension Fact {
  fileprivate func isChecked(in modules: Set<String>) -> Bool {
    symbol.language == .swift && platform != "apple" && modules.contains(symbol.module)
  }

  /// The symbol that ends what this one begins, or its async twin.
  fileprivate var other: FactSymbol? {
    switch claim {
    case .holds(_, let other) where symbol.language == .swift, .releases(_, let other) where symbol.language == .swift,
      .twin(let other):
      (try? SymbolParser(language: .swift).parse(Substring(other)))?.first
    default: nil
    }
  }

  fileprivate var observed: Obligation? {
    if case .observed(let kind, _) = claim { kind } else { nil }
  }

  fileprivate var completed: Obligation? {
    if case .completes(let kind, _) = claim { kind } else { nil }
  }

  /// The types it speaks of, where they are written with a module.
  fileprivate var namedTypes: [[String]] {
    let types: [TypeRef] =
      switch claim {
      case .yields(let type): [type]
      case .refines(let types): types
      default: []
      }
    return types.compactMap(\.named).filter { $0.count > 1 }
  }
}

extension TypeRef {
  fileprivate var named: [String]? {
    switch self {
    case .named(let name, _): name
    case .optional(let type), .array(let type): type.named
    default: nil
    }
  }
}
