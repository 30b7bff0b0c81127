import Model
import Rules

/// What facts tell of types that the program does not declare: their members' types and what they inherit from.
struct LibraryTypes {
  private var members: [String: [String: [Fact]]] = [:]
  private var parents: [String: [String]] = [:]
  private var free: [String: [Fact]] = [:]
  private(set) var modules: Set<String> = []
  private(set) var names: Set<String> = []
  private(set) var modulesByType: [String: Set<String>] = [:]

  init(_ facts: [Fact]) {
    for fact in facts where fact.symbol.language == .swift {
      modules.insert(fact.symbol.module)
      let name = fact.symbol.path.joined(separator: ".")
      guard !name.isEmpty else { continue }
      names.insert(name)
      modulesByType[name, default: []].insert(fact.symbol.module)
    }
    for fact in facts where fact.symbol.language == .swift {
      switch fact.claim {
      // A descriptor's mode is no type.
      case .yields(.named(["blocking"], arguments: [])): break
      case .yields:
        if fact.symbol.path.isEmpty {
          free[fact.symbol.name, default: []].append(fact)
        } else {
          members[fact.symbol.path.joined(separator: "."), default: [:]][fact.symbol.name, default: []].append(fact)
        }
      case .refines(let types):
        let child = (fact.symbol.path + [fact.symbol.name]).joined(separator: ".")
        names.insert(child)
        let keys = types.flatMap(TypeTable.named).map(key)
        names.formUnion(keys)
        parents[child, default: []] += keys
      case .observed where fact.symbol.isType:
        names.insert((fact.symbol.path + [fact.symbol.name]).joined(separator: "."))
      case .blocks, .runs, .holds, .releases, .drives, .ends, .nonblocking, .tells, .observed, .completes,
        .throwsCancellation, .checksCancellation, .twin, .noTwin:
        break
      }
    }
  }

  /// The name without the module: `Foundation.FileManager` and `FileManager` are one.
  func key(_ path: [String]) -> String {
    let rest = path.count > 1 && modules.contains(path[0]) ? path.dropFirst() : path[...]
    return rest.joined(separator: ".")
  }

  /// The type and all it inherits from, nearest first.
  func lineage(of name: String) -> [String] {
    var result = [name]
    var next = 0
    while next < result.count {
      for parent in parents[result[next]] ?? [] where !result.contains(parent) { result.append(parent) }
      next += 1
    }
    return result
  }

  /// The `is` facts for a member, of the type itself or of what it inherits from.
  func results(of member: String, in type: String) -> [Fact] {
    for ancestor in lineage(of: type) {
      if let facts = members[ancestor]?[member] { return facts }
    }
    return []
  }

  func results(ofFunction name: String) -> [Fact] { free[name] ?? [] }

  /// Umbrella modules whose import brings the other into sight.
  func exports(_ importer: String, _ module: String) -> Bool {
    switch importer {
    case "Swift": ["_Concurrency", "_StringProcessing"].contains(module)
    case "Foundation", "FoundationNetworking", "FoundationXML":
      // On Apple's systems Foundation is one with its networking and XML.
      [
        "Foundation", "FoundationEssentials", "FoundationInternationalization", "FoundationNetworking", "FoundationXML",
        "Dispatch", "Glibc", "Darwin", "os",
      ]
      .contains(module)
    case "NIO": ["NIOCore", "NIOPosix", "NIOEmbedded"].contains(module)
    case "NIOFileSystem", "_NIOFileSystem": ["_NIOFileSystem", "NIOFileSystem"].contains(module)
    case "System", "SystemPackage": ["System", "SystemPackage"].contains(module)
    case "UIKit", "AppKit", "SwiftUI", "CoreData", "XCTest":
      ["Foundation", "FoundationEssentials", "Dispatch", "UIKit", "AppKit", "SwiftUI", "CoreData"].contains(module)
    default: false
    }
  }
}
