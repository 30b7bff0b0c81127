import Foundation
import Model
import Rules
import Testing

@testable import Linter

/// A package that `swift build` has built, shared by the tests of a suite: a build takes seconds, and what it leaves names
/// files by absolute paths, so it cannot be copied.
struct BuiltPackage: SuiteTrait, TestScoping {
  @TaskLocal static var folder: TemporaryFolder?

  /// Earlier than any build: a file as young as its unit counts as doubtful.
  private static let written = Date(timeIntervalSinceNow: -3600)

  static let files = [
    "Package.swift": """
    // swift-tools-version: 6.0
    import PackageDescription
    let package = Package(name: "p", targets: [.target(name: "App", dependencies: ["CPart"]), .target(name: "CPart")])
    """,
    "Sources/CPart/include/CPart.h": "void nap(void);\n",
    "Sources/CPart/nap.c": "#include \"CPart.h\"\n#include <unistd.h>\nvoid nap(void) { usleep(5); }\n",
    "Sources/App/Keeper.swift": """
    import CPart
    struct Helper {
      var rest: Int { nap(); return 1 }
      func idle() {}
    }
    actor Keeper {
      let helper = Helper()
      func keep() -> Int { helper.rest }
      func wait() { helper.idle() }
    }

    """,
    "Sources/App/Other.swift": """
    actor Other {
      func other(_ helper: Helper) -> Int { helper.rest }
    }

    """,
  ]

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder(Self.files)
    for name in Self.files.keys { try folder.touch(name, at: Self.written) }
    try Self.build(folder)
    try await Self.$folder.withValue(folder) { try await function() }
  }

  static func build(_ folder: TemporaryFolder, _ arguments: String...) throws {
    let log = folder.path + "/build.log"
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["swift", "build"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    // What the build around the tests was told is not for this one.
    process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("SWIFT") }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    let said = try String(contentsOfFile: log, encoding: .utf8)
    try #require(process.terminationStatus == 0, "\(said)")
  }

  /// Puts every source back to what was built.
  static func restore() throws -> TemporaryFolder {
    let folder = try #require(folder)
    for (name, text) in files {
      try folder.write(name, text)
      try folder.touch(name, at: written)
    }
    return folder
  }
}
