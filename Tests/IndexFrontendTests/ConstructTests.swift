import Foundation
import Linter
import Model
import TestSupport
import Testing

/// Every construct through which code runs, compiled with an index store and linted with and without it: the labels say which tier
/// finds what.
@Suite struct ConstructTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Constructs")

  @Test func labelsAreMetWithAndWithoutTheIndex() throws {
    let package = try Self.compile()
    for tier in Tier.allCases { try expectLabels(tier, in: package) }
  }

  /// The compiler can be asked to record what stands inside functions too; that must not say anything else.
  @Test func labelsAreMetWhereLocalSymbolsAreRecorded() throws {
    try expectLabels(.index, in: Self.compile(["-index-include-locals"]))
  }

  private func expectLabels(_ tier: Tier, in package: CompiledPackage) throws {
    let result = try package.lint(["Sources"], tier)
    let files = try package.files(in: "Sources/Constructs")
    #expect(result.report.coverage.swift.files == files.count)
    for file in files {
      let source = Self.folder.appending(path: "Swift/\(file)")
      let labels = Label.all(in: try String(contentsOf: source, encoding: .utf8))
      let found = result.report.findings.filter { $0.place.file.hasSuffix("/\(file)") }
      for (line, text) in disagreements(of: labels, with: found, in: tier) {
        let place = SourceLocation(fileID: #fileID, filePath: source.path, line: line, column: 1)
        Issue.record("\(file):\(line), \(tier.rawValue): \(text)", sourceLocation: place)
      }
    }
  }

  /// The module `Tools` stands elsewhere: of it the compiled module is all there is. `Depot` is a dependency with sources.
  private static func compile(_ arguments: [String] = []) throws -> CompiledPackage {
    let package = try CompiledPackage()
    try package.copy(folder.appending(path: "Tools"), to: "Elsewhere/Tools")
    try package.copy(folder.appending(path: "Swift"), to: "Sources/Constructs")
    try package.copy(folder.appending(path: "Depot"), to: ".build/checkouts/depot/Sources/Depot")
    try package.copy(folder.appending(path: "C"), to: "Sources/CTools")
    try package.write("Package.swift", manifest)
    try package.write(
      ".build/checkouts/depot/Package.swift", #"let package = Package(name: "d", targets: [.target(name: "Depot")])"#)
    try package.write("compile_commands.json", compileCommands(in: package.folder))
    let include = ["-I", package.path("Sources/CTools/include")]
    try package.compileC(["Sources/CTools/pause.c"], arguments: include)
    try package.compileSwift(["Elsewhere/Tools/Tools.swift"], module: "Tools")
    try package.compileSwift([".build/checkouts/depot/Sources/Depot/Depot.swift"], module: "Depot")
    let files = try package.files(in: "Sources/Constructs").map { "Sources/Constructs/\($0)" }
    try package.compileSwift(files, module: "Constructs", arguments: include + arguments)
    return package
  }

  private static func compileCommands(in folder: String) -> String {
    #"[{"directory": "\#(folder)", "file": "Sources/CTools/pause.c", "arguments": "#
      + #"["clang", "-ISources/CTools/include", "-c", "Sources/CTools/pause.c"]}]"#
  }

  private static let manifest = """
    let package = Package(name: "p", targets: [
      .target(name: "CTools"), .target(name: "Constructs", dependencies: ["CTools"]),
    ])
    """
}

extension CompiledPackage {
  fileprivate func copy(_ source: URL, to target: String) throws {
    let url = URL(filePath: path(target))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: source, to: url)
  }

  fileprivate func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
  }
}
