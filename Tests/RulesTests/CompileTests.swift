import Foundation
import Model
import Rules
import TestSupport
import Testing

/// An example that does not compile shows nobody anything.
@Suite struct CompileTests {
  @Test func swiftExamplesCompile() throws {
    try check(.swift) { ["swiftc", "-typecheck", "-parse-as-library", "-swift-version", "5", $0] }
  }

  @Test func cExamplesCompile() throws {
    try check(.c) { ["clang", "-fsyntax-only", "-std=gnu11", $0] }
  }

  /// Compiles two at a time: a compiler run is mostly the loading of Foundation.
  private func check(_ language: Summary.Language, command: @Sendable @escaping (String) -> [String]) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let examples = Rules.forTests.pages.flatMap(\.examples).filter { $0.language == language && $0.needs.isEmpty }
    #expect(!examples.isEmpty)
    for start in stride(from: 0, to: examples.count, by: 2) {
      let runs = try examples[start..<min(start + 2, examples.count)].map { example in
        let name = example.location.file.replacing(".", with: "_").replacing("/", with: "_")
        let file = folder.appending(path: "\(name)\(example.location.line).\(language.rawValue)")
        try example.source.write(to: file, atomically: true, encoding: .utf8)
        return (example, try Compiler(command(file.path)))
      }
      for (example, compiler) in runs {
        for message in try compiler.errors() {
          let place = SourceLocation(
            fileID: "rules/\(example.location.file)", filePath: Pages.folder + "/" + example.location.file,
            line: example.location.line + message.line - 1, column: message.column)
          Issue.record("\(message.text)", sourceLocation: place)
        }
      }
    }
  }
}

/// One run of a compiler.
struct Compiler {
  private let process = Process()
  private let output = Pipe()

  init(_ command: [String]) throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  /// Each `file:line:column: error: text`; the whole output at line 1 when it failed otherwise.
  func errors() throws -> [(line: Int, column: Int, text: String)] {
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    let errors = text.split(separator: "\n").compactMap { line -> (line: Int, column: Int, text: String)? in
      let parts = line.split(separator: ":", maxSplits: 4)
      guard parts.count == 5, parts[3].contains("error"), let row = Int(parts[1]), let column = Int(parts[2]) else {
        return nil
      }
      return (row, column, String(parts[4]))
    }
    return errors.isEmpty && process.terminationStatus != 0 ? [(1, 1, text)] : errors
  }
}
