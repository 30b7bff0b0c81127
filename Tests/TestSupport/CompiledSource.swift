import Foundation

/// Sources in a temporary folder, compiled by the toolchain on `PATH`, which also wrote an index store. The folder goes with
/// the value.
package final class CompiledPackage: Sendable {
  /// With all symbolic links resolved.
  package let folder: String
  package var store: String { folder + "/.build/index/store" }

  /// An empty folder; nothing is compiled yet.
  package init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "unblock-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: ".build/modules"), withIntermediateDirectories: true)
    self.folder = folder.resolvingSymlinksInPath().path
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  package func path(_ file: String) -> String { "\(folder)/\(file)" }

  @discardableResult
  package func write(_ file: String, _ text: String) throws -> String {
    let url = URL(fileURLWithPath: path(file))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  /// Compiles Swift files, which must stand in the folder, to a module that later ones can import. Module maps and headers are
  /// found in `include`.
  package func compileSwift(_ files: [String], module: String, arguments: [String] = []) throws {
    // A unit is named for its object file, so each module has a folder of its own as in a real build.
    let objects = path(".build/\(module).build")
    try FileManager.default.createDirectory(atPath: objects, withIntermediateDirectories: true)
    let isProgram = files.contains { $0.hasSuffix("main.swift") }
    try run(
      "swiftc",
      ["-module-name", module, "-index-store-path", store, "-index-ignore-system-modules"]
        + ["-swift-version", "6", "-suppress-warnings", "-Onone"]
        + ["-I", path(".build/modules"), "-I", path("include")]
        + ["-emit-module", "-emit-module-path", path(".build/modules/\(module).swiftmodule"), "-c"]
        + (isProgram ? [] : ["-parse-as-library"]) + arguments + files.sorted().map(path),
      in: objects)
  }

  /// Compiles C files one by one; headers are found in `include`.
  package func compileC(_ files: [String], arguments: [String] = []) throws {
    for file in files.sorted() {
      let object = path(".build/\(file).o")
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: object).deletingLastPathComponent(), withIntermediateDirectories: true)
      try run(
        "clang",
        ["-c", path(file), "-o", object, "-index-store-path", store, "-w", "-I", path("include")] + arguments,
        in: folder)
    }
  }

  private func run(_ tool: String, _ arguments: [String], in directory: String) throws {
    // Into a file: a pipe nobody empties would stop the compiler.
    let log = path(".build/\(tool)-\(UUID().uuidString).log")
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [tool] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.standardOutput = output
    process.standardError = output
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CompilationFailure(
        text: String(decoding: (try? Data(contentsOf: URL(fileURLWithPath: log))) ?? Data(), as: UTF8.self))
    }
  }
}

/// What a compiler said instead of compiling.
package struct CompilationFailure: Error, CustomStringConvertible {
  package var text: String
  package var description: String { text }
}

/// Writes the files and compiles them: all C files, then all Swift files as one module. Other files (headers, module maps) are
/// only written; put them in `include/`.
package func compiled(
  _ sources: [String: String], module: String = "Example", swiftArguments: [String] = [], cArguments: [String] = []
) throws -> CompiledPackage {
  let package = try CompiledPackage()
  for (file, text) in sources { try package.write(file, text) }
  try package.compileC(sources.keys.filter { $0.hasSuffix(".c") }, arguments: cArguments)
  let swift = sources.keys.filter { $0.hasSuffix(".swift") }
  if !swift.isEmpty { try package.compileSwift(swift, module: module, arguments: swiftArguments) }
  return package
}
