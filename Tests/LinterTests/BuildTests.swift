import Foundation
import Model
import Rules
import Testing

@testable import Linter

@Suite struct BuildTests {
  /// A package with one Swift and one C target, and what a build of it leaves in `.build`.
  private func built(
    swift: [String] = [], c: [String] = [], store: Bool = false, files: [String: String] = [:]
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder([
      "Package.swift": #"let package = Package(name: "p", targets: computed())"#,
      "Sources/App/a.swift": "func a() {}\n", "Sources/CPart/c.c": "#include <part.h>\nvoid c(void) { part(); }\n",
      "Elsewhere/part.h": "void part(void);\n",
    ])
    for (name, text) in files { try folder.write(name, text) }
    try folder.write(".build/debug.yaml", try manifest(in: folder.path, swift: swift, c: c))
    try folder.write(".build/debug/x", "")
    if store { try folder.write(".build/debug/index/store/v5/units/x", "") }
    return folder
  }

  private func manifest(in root: String, swift: [String], c: [String]) throws -> String {
    let app = ["\(root)/Sources/App/a.swift"]
    let part = "\(root)/Sources/CPart/c.c"
    let output = "\(root)/.build/debug/CPart.build/c.c.o"
    let swiftc = ["/usr/bin/swiftc", "-module-name", "Real", "-c", "@\(root)/.build/debug/App.build/sources"] + swift
    let clang = ["/usr/bin/clang", "-Xclang", "-x"] + c + ["-c", part, "-o", output]
    return """
      client:
        name: basic
      commands:
        "<all>":
          tool: phony
          inputs: ["\(root)/Sources/App/a.swift"]
        "C.App-debug.module":
          tool: shell
          inputs: \(try json(app + ["\(root)/.build/debug/Modules/Dep.swiftmodule"]))
          outputs: ["\(root)/.build/debug/Modules/App.swiftmodule"]
          description: "Compiling Swift Module 'App' (1 sources)"
          args: \(try json(swiftc))

        "C.App-debug.exe":
          tool: shell
          inputs: []
          args: ["/usr/bin/swiftc","-module-name","Linked","-emit-executable"]
        "\(output)":
          tool: clang
          inputs: ["\(part)"]
          args: \(try json(clang))
      """
  }

  private func json(_ strings: [String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(strings), as: UTF8.self)
  }

  private func settings(of name: String, in folder: TemporaryFolder) throws -> ModuleSettings {
    try #require(folder.discover().files.first { $0.name == name }).module
  }

  private func lint(_ folder: TemporaryFolder) throws -> LintResult {
    var options = LintOptions()
    options.workingDirectory = folder.path
    return try Linter(rules: Rules(), options: options).run(toolVersion: "test")
  }

  @Test func aModuleIsNamedAsTheBuildNamesIt() throws {
    #expect(try settings(of: "Sources/App/a.swift", in: built()).name == "Real")
  }

  @Test(arguments: [["-default-isolation", "MainActor"], ["-Xfrontend", "-default-isolation=MainActor"]])
  func theBuildTellsTheIsolation(_ arguments: [String]) throws {
    let settings = try settings(of: "Sources/App/a.swift", in: built(swift: arguments))
    #expect(settings.defaultIsolation == .globalActor("MainActor"))
  }

  @Test(arguments: [
    (["-enable-upcoming-feature", "NonisolatedNonsendingByDefault"], true), (["-swift-version", "7"], true),
    (["-enable-upcoming-feature", "NonisolatedNonsendingByDefault:migrate"], false), (["-swift-version", "6"], false),
    (["-Xcc", "-swift-version", "-Xcc", "7"], false),
  ])
  func theBuildTellsWhereAsyncFunctionsRun(_ arguments: [String], _ isNonsending: Bool) throws {
    #expect(try settings(of: "Sources/App/a.swift", in: built(swift: arguments)).isNonsendingByDefault == isNonsending)
  }

  @Test func conditionsAreKnown() throws {
    let arguments = ["swiftc", "-module-name", "M", "-DDEBUG", "-Xcc", "-DNOT", "-D", "TWO"]
    #expect(BuildDescription.SwiftModule(arguments: arguments)?.conditions == ["DEBUG", "TWO"])
  }

  @Test func settingsEditedSinceTheBuildComeFromTheManifest() throws {
    let folder = try built(swift: ["-default-isolation", "MainActor"])
    let text = #"let package = Package(name: "p", targets: [.target(name: "App")])"#
    try folder.write("Package.swift", text)
    try folder.touch("Package.swift", at: Date(timeIntervalSinceNow: 3600))
    let settings = try settings(of: "Sources/App/a.swift", in: folder)
    #expect(settings.name == "Real")
    #expect(settings.defaultIsolation == .unspecified)
  }

  @Test func cIsReadWithTheArgumentsOfTheBuild() throws {
    let folder = try built()
    let arguments = ["-I", folder.path + "/Elsewhere", "-DTEXT=\"a b\""]
    try folder.write(".build/debug.yaml", try manifest(in: folder.path, swift: [], c: arguments))
    let result = try lint(folder)
    #expect(result.problems == [])
    #expect(result.report.coverage.c.resolved == 1)
    #expect(try settings(of: "Sources/CPart/c.c", in: folder).name == "CPart")
  }

  @Test func argumentsThatLackAHeaderGiveWayToTheManifest() throws {
    let folder = try built(files: [
      "Package.swift":
        #"let package = Package(name: "p", targets: [.target(name: "CPart", cSettings: [.headerSearchPath("../../Elsewhere")])])"#
    ])
    let result = try lint(folder)
    #expect(result.report.coverage.c.stale == 1)
    #expect(result.problems.map(\.file) == ["Sources/CPart/c.c"])
    #expect(result.problems.first?.message.contains("swift build") == true)
  }

  @Test func argumentsThatLoadCodeKeepTheirFileFromBeingRead() throws {
    let result = try lint(built(c: ["-fplugin=evil.so"]))
    #expect(result.report.coverage.c.files == 0)
    #expect(result.report.coverage.skipped.map(\.file) == ["Sources/CPart/c.c"])
  }

  @Test func aManifestThatIsNoneIsAsGoodAsNone() throws {
    let folder = try built()
    for text in ["", "    args: [", "    inputs: [\"x\"\n    args: [\"clang\\\", \"-c\"]", "\u{0}"] {
      try folder.write(".build/debug.yaml", text)
      #expect(try lint(folder).report.coverage.swift.files == 1)
    }
  }

  @Test func theNewestStoreIsTheOneToRead() throws {
    let folder = try built(store: true)
    #expect(folder.discover().packages.builds.stores == [folder.path + "/.build/debug/index/store"])
    try folder.write(".build/index-build/arm-linux/debug/index/store/v5/units/x", "")
    try folder.touch(
      ".build/index-build/arm-linux/debug/index/store/v5/units", at: Date(timeIntervalSinceNow: 3600))
    #expect(
      folder.discover().packages.builds.stores == [folder.path + "/.build/index-build/arm-linux/debug/index/store"])
  }

  @Test func theStoreOfTheOtherBuildSystemIsFoundToo() throws {
    let folder = try built()
    try folder.write(".build/out/v5/units/x", "")
    #expect(folder.discover().packages.builds.stores == [folder.path + "/.build/out"])
    // It leaves no arguments that could be read, so those of the last other build stay.
    #expect(try settings(of: "Sources/App/a.swift", in: folder).name == "Real")
  }

  @Test func aPackageInsideABuiltOneUsesItsBuild() throws {
    let folder = try built(
      store: true,
      files: [
        "Sources/App/Package.swift": "let package = Package(name: \"inner\")", "Other/Package.swift": "",
        "Other/o.swift": "",
      ])
    #expect(folder.discover(["Sources/App"]).packages.builds.stores == [folder.path + "/.build/debug/index/store"])
    // The build around it says nothing about this one.
    #expect(folder.discover(["Other"]).packages.builds.stores == [])
  }

  @Test func aPackageNamedAfterOneInsideItUsesItsOwnBuild() throws {
    let folder = try TemporaryFolder([
      "Package.swift": #"let package = Package(name: "p", targets: [.target(name: "App")])"#,
      "Sources/App/a.swift": "", ".build/out/v5/units/x": "",
      "Inner/Package.swift": #"let package = Package(name: "i", targets: [.target(name: "I")])"#,
      "Inner/Sources/I/i.swift": "",
    ])
    #expect(folder.discover(["Inner"]).packages.builds.stores == [])
    #expect(folder.discover(["Inner", "Sources"]).packages.builds.stores == [folder.path + "/.build/out"])
  }

  @Test func aStoreInAScratchFolderBringsItsBuild() throws {
    let folder = try built()
    try folder.write("scratch/arm-linux/debug/index/store/v5/units/x", "")
    try folder.write(
      "scratch/debug.yaml",
      try manifest(in: folder.path, swift: ["-default-isolation", "MainActor"], c: [])
        .replacing("Real", with: "Scratch"))
    let store = "scratch/arm-linux/debug/index/store"
    var discovery = Discovery(workingDirectory: folder.path, readsDependencies: true, index: .path(store))
    discovery.add("Sources/App")
    #expect(discovery.files.map(\.module.name) == ["Scratch"])
    #expect(discovery.packages.builds.stores == [folder.path + "/" + store])
  }

  @Test func codeThatAPluginMadeIsReadWithItsModule() throws {
    let folder = try built(files: [".build/plugins/made.swift": "func made() {}\n"])
    let text = try manifest(in: folder.path, swift: [], c: [])
    let source = "\"\(folder.path)/Sources/App/a.swift\","
    try folder.write(
      ".build/debug.yaml", text.replacing(source, with: source + "\"\(folder.path)/.build/plugins/made.swift\","))
    var discovery = folder.discover()
    #expect(discovery.addContext(modules: ["Real"]).map(\.name) == [".build/plugins/made.swift"])
  }

  @Test func aFolderReachedThroughALinkIsTheOneThatWasBuilt() throws {
    let folder = try built()
    let other = try TemporaryFolder()
    try other.link("link", to: folder.path)
    let file = try #require(other.discover(["link/Sources/App"]).files.first)
    #expect(file.module.name == "Real")
    #expect(file.realPath == folder.path + "/Sources/App/a.swift")
  }
}
