import Foundation
import Model

@testable import Rules

/// The public symbols of a Swift module, read from a symbol graph of the toolchain.
struct SwiftLibrary {
  /// Overloads by module, path and base name: `Foundation.Thread.sleep`.
  private(set) var overloads: [String: [FactSymbol]] = [:]
  /// Properties, types and enum cases.
  private(set) var values: Set<String> = []

  /// What facts call a module that re-exports these, and that files import.
  private static let aliases = [
    "FoundationEssentials": "Foundation", "FoundationInternationalization": "Foundation",
    "_Concurrency": "Swift", "_StringProcessing": "Swift",
  ]

  /// Extracts the graphs of these modules into a folder and reads what is there.
  init(modules: [String], target: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "unblock-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for module in modules {
      try Self.run([
        "swift", "symbolgraph-extract", "-module-name", module, "-target", target, "-sdk", "/",
        "-minimum-access-level", "public", "-skip-synthesized-members", "-output-dir", folder.path,
      ])
    }
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      // `Foundation@Swift.symbols.json` holds what Foundation adds to types of Swift.
      let declaring = file.prefix { $0 != "." && $0 != "@" }
      try read(folder.appending(path: file), module: Self.aliases[String(declaring)] ?? String(declaring))
    }
  }

  private static func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(command: arguments.joined(separator: " ")) }
  }

  struct Failure: Error { var command: String }

  private mutating func read(_ file: URL, module: String) throws {
    for symbol in try JSONDecoder().decode(Graph.self, from: Data(contentsOf: file)).symbols {
      guard let name = symbol.pathComponents.last else { continue }
      let path = Array(symbol.pathComponents.dropLast())
      guard name.hasSuffix(")"), let open = name.firstIndex(of: "(") else {
        values.insert(([module] + path + [name]).joined(separator: "."))
        continue
      }
      let base = String(name[..<open])
      let labels = name[open...].dropFirst().dropLast().split(separator: ":").map(String.init)
      let defaults = symbol.defaults
      let declared = FactSymbol(
        language: .swift, module: module, path: path, name: base,
        labels: .list(
          labels.enumerated().map { index, label in
            .init(name: label == "_" ? nil : label, isOptional: defaults.count == labels.count && defaults[index])
          }))
      overloads[([module] + path + [base]).joined(separator: "."), default: []].append(declared)
    }
  }
}

/// What is wanted of a symbol graph's JSON.
private struct Graph: Decodable {
  struct Fragment: Decodable {
    var kind: String
    var spelling: String
  }

  struct Symbol: Decodable {
    var pathComponents: [String]
    var declarationFragments: [Fragment]?

    /// For each parameter whether it has a default value: ` = ` stands between its label and the next.
    var defaults: [Bool] {
      var defaults: [Bool] = []
      for fragment in declarationFragments ?? [] {
        if fragment.kind == "externalParam" {
          defaults.append(false)
        } else if fragment.spelling.contains(" = "), !defaults.isEmpty {
          defaults[defaults.count - 1] = true
        }
      }
      return defaults
    }
  }

  var symbols: [Symbol]
}
