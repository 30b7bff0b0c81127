import Analysis
import Foundation
import Model
import Rules
import SwiftFrontend

/// What the textual interfaces of modules say that no source was read of: `@available(*, noasync)` in a library that was
/// built with library evolution, or that comes with the toolchain.
struct Interfaces {
  /// Where modules lie, nearest first.
  private let folders: [String]

  init(folders: [String]) {
    self.folders = folders
  }

  init(around packages: Packages) {
    let builds = packages.all.flatMap { BuildFolder.folders(ofPackage: $0.root) }.map { $0.path + "/Modules" }
    self.init(folders: builds + Toolchain.moduleFolders)
  }

  /// The rules, and what interfaces of the modules that the program imports add to them. What facts say goes first.
  func completing(_ rules: Rules, for summaries: [Summary]) -> Rules {
    let read = Set(summaries.map(\.module))
    let imported = Set(summaries.filter { $0.language == .swift }.flatMap(\.imports)).subtracting(read)
    let told = imported.sorted().flatMap(facts)
    guard !told.isEmpty else { return rules }
    let known = Dictionary(grouping: rules.facts, by: \.symbol.name)
    var rules = rules
    rules.facts += told.filter { fact in
      !(known[fact.symbol.name] ?? []).contains { $0.symbol.isSame(as: fact.symbol) && !$0.claim.isPlacement }
    }
    return rules
  }

  private func facts(ofModule name: String) -> [Fact] {
    guard let path = folders.lazy.compactMap({ file(ofModule: name, in: $0) }).first,
      let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe), Self.speaks(data),
      let text = try? SourceText.read(path)
    else { return [] }
    let summary = SwiftReader().read(text, file: path, module: name)
    return summary.bodies.compactMap { Self.fact($0, in: summary) }
  }

  /// `Tide.swiftinterface`, or the file of this machine in `Tide.swiftmodule`.
  private func file(ofModule name: String, in folder: String) -> String? {
    let alone = "\(folder)/\(name).swiftinterface"
    if (try? FileStatus(alone))?.kind == .file { return alone }
    let module = "\(folder)/\(name).swiftmodule"
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: module)) ?? []).filter { file in
      // The private and the package's interface repeat the public one.
      file.hasSuffix(".swiftinterface") && file.count { $0 == "." } == 1
    }
    let own = files.filter { $0.hasPrefix(Toolchain.architecture) }
    return (own.isEmpty ? files : own).min().map { "\(module)/\($0)" }
  }

  /// Most interfaces have nothing to tell, and parsing the large ones takes longer than everything else.
  private static func speaks(_ data: Data) -> Bool {
    ["noasync", "_unavailableFromAsync"].contains { data.range(of: Data($0.utf8)) != nil }
  }

  private static func fact(_ body: Body, in summary: Summary) -> Fact? {
    guard case .unavailableFromAsync(let message)? = body.statement, !body.isAsync else { return nil }
    let claim = Claim.blocks(.wait, severity: BlockingKind.wait.severity, awaits: nil)
    let location = RuleLocation(file: body.place.file, line: body.place.line)
    var fact = Fact(symbol: FactSymbol(of: body, in: summary), claim: claim, location: location)
    // Interfaces name every type with its module: `extension Swift.Array`.
    if let first = fact.symbol.path.first, first == summary.module || summary.imports.contains(first),
      fact.symbol.path.count > 1
    {
      fact.symbol.path.removeFirst()
    }
    // Some messages say what to do, others only why not.
    if let message, message.contains("use ") { fact.remedy = .text(message) }
    fact.isDoubtful = body.statement?.saysThatItBlocks == false
    return fact
  }
}

extension Claim {
  fileprivate var isPlacement: Bool {
    switch self {
    case .runs, .yields, .refines: true
    case .blocks, .holds, .releases, .drives, .ends, .nonblocking, .tells, .observed, .completes, .throwsCancellation,
      .checksCancellation, .twin, .noTwin:
      false
    }
  }
}
