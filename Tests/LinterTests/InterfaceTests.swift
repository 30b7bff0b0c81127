import Foundation
import Model
import Rules
import TestSupport
import Testing

@testable import Linter

/// What is read of libraries whose sources are not there, from interfaces that the compiler wrote.
@Suite struct InterfaceTests {
  private func compiledLibrary() throws -> CompiledPackage {
    let package = try CompiledPackage()
    try package.write(
      "Tide.swift",
      """
      public class Gauge {
        public init() {}
        @available(*, noasync, message: "this blocks; use next()")
        public func level(of station: String = "") -> Int { 0 }
        @available(*, noasync, message: "must stay on its thread")
        public var height: Int { 0 }
        public func next() async -> Int { 0 }
        public func harmless() {}
      }
      @available(*, noasync, message: "blocks until low water")
      public func ebb() {}
      @available(*, noasync, message: "blocks; use next()")
      public func next() -> Int { 0 }
      public func next() async -> Int { 0 }
      extension Array { @available(*, noasync, message: "blocks") public func floods() {} }
      """)
    try FileManager.default.createDirectory(
      atPath: package.path(".build/debug/Modules"), withIntermediateDirectories: true)
    try package.compileSwift(
      ["Tide.swift"], module: "Tide",
      arguments: [
        "-enable-library-evolution", "-emit-module-interface-path",
        package.path(".build/debug/Modules/Tide.swiftinterface"),
      ])
    return package
  }

  @Test func noasyncOfACompiledLibraryBecomesFacts() throws {
    let package = try compiledLibrary()
    let interfaces = Interfaces(folders: [package.path(".build/debug/Modules")])
    let summary = summary(of: Source("App.swift", "import Tide\n"))
    let facts = interfaces.completing(Rules(), for: [summary]).facts
    #expect(
      facts.map(\.line) == [
        "Tide.Gauge.level(of?:)  blocks wait instead this blocks; use next()",
        "Tide.Gauge.height  blocks wait",
        "Tide.ebb()  blocks wait",
        "Tide.next()  blocks wait instead blocks; use next()",
        "Tide.Array.floods()  blocks wait",
      ])
    #expect(facts.map(\.isDoubtful) == [false, true, false, false, false])
    #expect(interfaces.completing(Rules(), for: []).facts == [])

    let own = try Rules(files: [("own.facts", "Tide.ebb() nonblocking because the sea waits for nobody")])
    let sum = interfaces.completing(own, for: [summary]).facts
    #expect(sum.map(\.symbol.spelling).filter { $0 == "Tide.ebb()" }.count == 1)
  }

  @Test func whatAHelperCallsIsFoundWithoutTheLibrarysSources() throws {
    let package = try compiledLibrary()
    try package.write("Package.swift", #"let package = Package(name: "app", targets: [.target(name: "App")])"#)
    try package.write(
      "Sources/App/App.swift",
      """
      import Tide
      func serve(_ gauge: Gauge) async {
        help(gauge)
        _ = await next()
        _ = await gauge.next()
        gauge.harmless()
      }
      func help(_ gauge: Gauge) {
        ebb()
        _ = gauge.height
      }
      """)
    var options = LintOptions()
    options.workingDirectory = package.folder
    options.paths = ["Sources"]
    let report = try Linter(rules: .forTests, options: options).run(toolVersion: "test").report
    let finding = try #require(report.findings.first)
    #expect(report.findings.count == 1)
    #expect(finding.place == Place(file: "Sources/App/App.swift", line: 3, column: 3))
    #expect(finding.path.map(\.symbol) == ["help(_:)", "ebb()"])
    #expect(finding.remedy == nil)
  }

  @Test(.enabled(if: canReadC, "needs libclang"))
  func whatAHeaderSaysToSwiftIsHeard() throws {
    let folder = try TemporaryFolder([
      "Package.swift":
        #"let package = Package(name: "p", targets: [.target(name: "CTide"), .target(name: "App", dependencies: ["CTide"])])"#,
      "Sources/CTide/include/tide.h":
        #"__attribute__((swift_attr("@_unavailableFromAsync(message: \"blocks until low water\")"))) void tide_ebb(void);"#
        + "\n",
      "Sources/CTide/tide.c": "#include \"tide.h\"\n",
      "Sources/App/App.swift": "import CTide\nfunc serve() async {\n  help()\n}\nfunc help() { tide_ebb() }\n",
    ])
    var options = LintOptions()
    options.workingDirectory = folder.path
    let findings = try Linter(rules: .forTests, options: options).run(toolVersion: "test").report.findings
    #expect(findings.map(\.place.line) == [3])
    #expect(findings.first?.message.contains("blocks until low water") == true)
  }

  @Test func theToolchainsOwnInterfacesAreFound() throws {
    let folder = try #require(Toolchain.moduleFolders.first)
    try #require(FileManager.default.fileExists(atPath: folder + "/_Concurrency.swiftmodule"))
    let facts = Interfaces(folders: [folder])
      .completing(Rules(), for: [summary(of: Source("App.swift", "import _Concurrency\n"))]).facts
    // They keep code on its actor and wait for nothing.
    #expect(Set(facts.map(\.symbol.name)) == ["assumeIsolated"])
    #expect(Set(facts.map(\.isDoubtful)) == [true])
  }
}
