import Model
import Testing

@testable import Linter

@Suite struct PackageTests {
  private func modules(_ manifest: String, _ files: [String]) throws -> [String: ModuleSettings] {
    let folder = try TemporaryFolder(Dictionary(uniqueKeysWithValues: files.map { ($0, "") }))
    try folder.write("Package.swift", manifest)
    return Dictionary(uniqueKeysWithValues: folder.discover().files.map { ($0.name, $0.module) })
  }

  @Test func targetsLieWhereSwiftPMLooksForThem() throws {
    let modules = try modules(
      """
      let package = Package(name: "p", targets: [
        .target(name: "swift-core"), .executableTarget(name: "App", dependencies: ["swift-core"]),
        .testTarget(name: "CoreTests"), .target(name: "Odd", path: "Elsewhere/Odd"),
      ])
      """,
      [
        "Sources/swift-core/a.swift", "Sources/App/main.swift", "Tests/CoreTests/t.swift", "Elsewhere/Odd/o.swift",
        "Scripts/s.swift",
      ])
    #expect(
      modules.mapValues(\.name) == [
        "Sources/swift-core/a.swift": "swift_core", "Sources/App/main.swift": "App",
        "Tests/CoreTests/t.swift": "CoreTests",
        "Elsewhere/Odd/o.swift": "Odd", "Scripts/s.swift": "",
      ])
  }

  @Test func aSingleTargetMayLieInSourcesItself() throws {
    let modules = try modules(
      #"let package = Package(name: "p", targets: [.executableTarget(name: "p")])"#, ["Sources/main.swift"])
    #expect(modules["Sources/main.swift"]?.name == "p")
  }

  @Test func settingsComeFromTheTargetAConstantAndALoop() throws {
    let modules = try modules(
      """
      let ours: [SwiftSetting] = [.defaultIsolation(MainActor.self)]
      let package = Package(name: "p", products: [.plugin(name: "P", targets: ["P"])], targets: [
        .target(name: "A", swiftSettings: ours + [.define("X")]),
        .target(name: "B", swiftSettings: [.defaultIsolation(nil)]),
      ])
      for target in package.targets {
        var settings = target.swiftSettings ?? []
        settings.append(.enableUpcomingFeature("NonisolatedNonsendingByDefault"))
        target.swiftSettings = settings
      }
      """, ["Sources/A/a.swift", "Sources/B/b.swift"])
    let a = try #require(modules["Sources/A/a.swift"])
    let b = try #require(modules["Sources/B/b.swift"])
    #expect(a.defaultIsolation == .globalActor("MainActor"))
    #expect(b.defaultIsolation == .unspecified)
    #expect(a.isNonsendingByDefault && b.isNonsendingByDefault)
  }

  @Test func cFilesSeeTheHeadersOfTheTargetsTheyDependOn() throws {
    let modules = try modules(
      """
      let package = Package(name: "p", targets: [
        .target(name: "CBase"),
        .target(name: "CMid", dependencies: [.target(name: "CBase")], publicHeadersPath: "api"),
        .target(name: "CTop", dependencies: ["CMid"], cSettings: [.headerSearchPath("inner"), .define("N", to: "3")]),
      ])
      """, ["Sources/CBase/b.c", "Sources/CMid/m.c", "Sources/CTop/t.c"])
    let top = try #require(modules["Sources/CTop/t.c"])
    let suffixes = ["CTop/include", "CTop/inner", "CMid/api", "CBase/include"]
    #expect(top.includeFolders.count == suffixes.count)
    #expect(zip(top.includeFolders, suffixes).allSatisfy { $0.hasSuffix("/Sources/" + $1) })
    #expect(top.defines == ["N=3"])
  }

  @Test func aNestedPackageHasModulesOfItsOwn() throws {
    let modules = try modules(
      #"let package = Package(name: "p", targets: [.target(name: "Outer", path: "Sources")])"#,
      ["Sources/a.swift"])
    #expect(modules["Sources/a.swift"]?.name == "Outer")
    let folder = try TemporaryFolder([
      "Package.swift": #"let package = Package(name: "p", targets: [.target(name: "Outer", path: "Sources")])"#,
      "Sources/Sub/Package.swift":
        #"let package = Package(name: "s", targets: [.target(name: "Inner", path: "Code")])"#,
      "Sources/Sub/Code/i.swift": "",
    ])
    #expect(folder.discover().files.map(\.module.name) == ["Inner"])
  }

  @Test func checkoutsAreReadForTheModulesThatAreImported() throws {
    let folder = try TemporaryFolder([
      "Package.swift": #"let package = Package(name: "p", targets: [.target(name: "App")])"#,
      "Sources/App/a.swift": "import Dep",
      ".build/checkouts/dep/Package.swift":
        #"let package = Package(name: "d", targets: [.target(name: "Dep"), .testTarget(name: "DepTests")])"#,
      ".build/checkouts/dep/Sources/Dep/d.swift": "",
      ".build/checkouts/dep/Tests/DepTests/t.swift": "",
    ])
    var discovery = folder.discover()
    #expect(discovery.files.map(\.name) == ["Sources/App/a.swift"])
    let context = discovery.addContext(modules: ["Dep", "DepTests", "Foundation"])
    #expect(context.map(\.name) == [".build/checkouts/dep/Sources/Dep/d.swift"])
    #expect(context.map(\.isContext) == [true])
    var alone = folder.discover(readsDependencies: false)
    #expect(alone.addContext(modules: ["Dep"]) == [])
  }
}
