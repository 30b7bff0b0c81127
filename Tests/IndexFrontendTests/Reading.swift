import Foundation
import TestSupport

@testable import IndexFrontend

extension CompiledPackage {
  /// What the store says of files of the folder; of all files when none are named.
  func contents(of files: [String]? = nil, jobs: Int = 2) throws -> StoreContents {
    let library = try IndexLibrary.find(environment: ProcessInfo.processInfo.environment)
    return try IndexStore(path: store, library: library).contents(for: files.map { Set($0.map(path)) }, jobs: jobs)
  }

  /// The store's files below `units` or `records`.
  func storeFiles(_ folder: String) throws -> [URL] {
    let root = URL(fileURLWithPath: store).appending(path: "v5/\(folder)")
    let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
    return (found?.allObjects as? [URL] ?? []).filter { !$0.hasDirectoryPath }
  }
}

extension StoreContents {
  /// Each occurrence as `line:column name roles`, with relations; the roles by their first letters.
  func lines(of file: String) -> [String] {
    guard let record = files[file] else { return [] }
    return record.occurrences.map { occurrence in
      let relations = record.relations(of: occurrence).map { " \($0.roles.text) \(symbols[Int($0.symbol)].name)" }
      let name = symbols[Int(occurrence.symbol)].name
      return
        "\(occurrence.line):\(occurrence.column) \(occurrence.roles.text) \(name)\(relations.joined(separator: ","))"
    }
  }

  func names(in file: String) -> [String] {
    (files[file]?.occurrences ?? []).map { symbols[Int($0.symbol)].name }
  }
}

extension Roles {
  var text: String {
    let names: [(Roles, String)] = [
      (.declaration, "declaration"), (.definition, "definition"), (.reference, "reference"), (.call, "call"),
      (.dynamic, "dynamic"), (.childOf, "childOf"), (.overrideOf, "overrideOf"), (.receivedBy, "receivedBy"),
      (.calledBy, "calledBy"), (.containedBy, "containedBy"),
    ]
    return names.filter { contains($0.0) }.map(\.1).joined(separator: "+")
  }
}
