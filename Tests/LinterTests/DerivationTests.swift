import Model
import Rules
import TestSupport
import Testing

@testable import Linter

@Suite struct DerivationTests {
  private static let library = [
    "Package.swift": #"let package = Package(name: "tide", targets: [.target(name: "Tide"), .testTarget(name: "T")])"#,
    "Sources/Tide/Gauge.swift": """
    import Foundation
    public struct Gauge {
      let start = pause()
      public init() {}
      public func level(of station: String = "", _ hours: Int...) -> Int { pause() }
      public func level(quickly: Bool) -> Int { 0 }
      public var height: Int { pause() }
      public private(set) var depth: Int { get { 0 } set { _ = pause() } }
      public func later() async { _ = pause() }
      public func busy() { while !isDone { sched_yield() } }
      func hidden() { _ = pause() }
      public func harmless() {}
      public func read(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }
      public func same(_ a: Int) { _ = pause() }
      public func same(_ a: String) {}
    }
    struct Inner { public func unreachable() { _ = pause() } }
    extension Inner { public func neither() { _ = pause() } }
    public extension Gauge { func extended() { _ = pause() }; internal func kept() { _ = pause() } }
    open class Station { open func open() { _ = pause() } }
    public final class Pier: Station {}
    final class Hut: Station {}
    public protocol Watching { func each(_ body: (Int) -> Void) }
    public let shared = Gauge()
    nonisolated(unsafe) var isDone = false
    func pause() -> Int { usleep(1); return 0 }
    """,
    "Sources/Tide/Callbacks.swift": """
    import Dispatch
    public func each(_ body: (Int) -> Void) { body(1) }
    public func offload(_ work: @escaping @Sendable () -> Void) { DispatchQueue.global().async(execute: work) }
    public func onMain(_ work: @escaping @MainActor () -> Void) {}
    public func pass(_ work: @escaping () -> Void) { keep(work) }
    public func _each(_ body: (Int) -> Void) { body(1) }
    public func keep(_ work: @escaping () -> Void) { kept.append(work); work() }
    public func sometimes(_ work: @escaping @Sendable () -> Void) {
      DispatchQueue.global().async(execute: work)
      DispatchQueue.main.async(execute: work)
    }
    nonisolated(unsafe) var kept: [() -> Void] = []
    """,
  ]

  private func derive(
    _ name: String, in folder: TemporaryFolder, rules: Rules = .forTests, all: Bool = false
  ) throws -> String {
    var options = LintOptions()
    options.workingDirectory = folder.path
    return DerivedFactFile(try Linter(rules: rules, options: options).derive(package: name, all: all)).text
  }

  private func facts(_ text: String) -> [String] {
    text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
  }

  @Test func publicFunctionsThatBlockBecomeFacts() throws {
    let text = try derive("tide", in: TemporaryFolder(Self.library))
    #expect(
      facts(text) == [
        "Tide.Gauge.busy()  blocks wait",
        "Tide.Gauge.extended()  blocks sleep see timer",
        "Tide.Gauge.height  blocks sleep see timer",
        "Tide.Gauge.init()  blocks sleep see timer",
        "Tide.Gauge.level(of?:_?:)  blocks sleep see timer",
        "Tide.Gauge.read(_:)  blocks file see file",
        "Tide.Pier  refines Tide.Station",
        "Tide.Station.open()  blocks sleep see timer",
        "Tide.Watching.each(_:)  runs argument 0 inline",
        "Tide.each(_:)  runs argument 0 inline",
        "Tide.offload(_:)  runs argument 0 off",
        "Tide.onMain(_:)  runs argument 0 on main-actor",
        "Tide.shared  blocks sleep see timer",
      ])
    #expect(text.contains("does otherwise: Tide.Gauge.same(_:)  blocks sleep"))
    #expect(
      text.contains("# pause() at Sources/Tide/Gauge.swift:7, usleep at Sources/Tide/Gauge.swift:26\nTide.Gauge.height")
    )
  }

  @Test func aDerivedFactIsWorthAsMuchAsTheSources() throws {
    let folder = try TemporaryFolder([
      "Package.swift": """
      let package = Package(name: "app", dependencies: [.package(path: "lib")], targets: [.target(name: "App")])
      """,
      "Sources/App/App.swift": """
      import Tide
      func serve() async {
        let gauge = Gauge()
        _ = gauge.level()
        _ = try? gauge.read("x")
        each { _ in _ = gauge.height }
        offload { _ = gauge.height }
        gauge.harmless()
        Pier().open()
      }
      """,
    ])
    for (name, text) in Self.library { try folder.write("lib/" + name, text) }
    let derived = try derive("lib", in: folder)
    let rules = Rules.forTests
    #expect(try rules.adding([("tide.facts", derived)]).facts.count > rules.facts.count)

    func findings(_ rules: Rules, reading: Bool) throws -> [Finding] {
      var options = LintOptions()
      options.workingDirectory = folder.path
      options.paths = ["Sources"]
      options.readsDependencies = reading
      return try Linter(rules: rules, options: options).run(toolVersion: "test").report.findings
    }
    let told = try findings(try rules.adding([("tide.facts", derived)]), reading: false)
    let read = try findings(rules, reading: true)
    #expect(read.map(\.place.line) == [3, 4, 5, 6, 9])
    #expect(told.map(\.place) == read.map(\.place))
    #expect(told.map(\.kind) == read.map(\.kind))
    #expect(told.map(\.severity) == read.map(\.severity))
    #expect(told.map(\.remedy) == read.map(\.remedy))
    #expect(try findings(rules, reading: false) == [])
  }

  @Test func whatFactsSayIsNotRepeated() throws {
    let folder = try TemporaryFolder(Self.library)
    let rules = try Rules.forTests.adding([
      ("own.facts", "Tide.Gauge.height blocks wait\nTide.Gauge.busy() nonblocking because it is never called")
    ])
    #expect(try !derive("tide", in: folder, rules: rules).contains("Tide.Gauge.height"))
    let all = facts(try derive("tide", in: folder, rules: rules, all: true))
    #expect(all.contains("Tide.Gauge.height  blocks sleep see timer"))
    // A body that facts deny has nothing to say.
    #expect(!all.contains { $0.hasPrefix("Tide.Gauge.busy()") })
  }

  @Test(.enabled(if: canReadC, "needs libclang"))
  func functionsOfPublicHeadersAreNamedAsC() throws {
    let folder = try TemporaryFolder([
      "Package.swift": #"let package = Package(name: "p", targets: [.target(name: "CTide")])"#,
      "Sources/CTide/include/tide.h": "void tide_wait(void);\nvoid tide_ok(void);\n",
      "Sources/CTide/tide.c": """
      #include "tide.h"
      #include <unistd.h>
      static void nap(void) { usleep(1); }
      void tide_inner(void) { nap(); }
      void tide_wait(void) { tide_inner(); }
      void tide_ok(void) {}
      """,
    ])
    let text = try derive("p", in: folder)
    #expect(facts(text) == ["language c", "tide_wait  blocks sleep see timer"])
    let fact = try #require(try Rules.forTests.adding([("tide.facts", text)]).facts.last)
    #expect(fact.symbol.language == .c)
  }

  @Test func aNameThatNoPackageHasIsRefused() throws {
    let folder = try TemporaryFolder(Self.library)
    #expect(throws: LinterError.self) { try derive("tied", in: folder) }
  }
}
