import Foundation
import Testing

/// The built command, run as a user runs it.
struct Tool {
  struct Answer {
    var status: Int32
    var output: String
    var error: String
  }

  /// Beside the test runner, where SwiftPM puts all that a build makes.
  static let built = URL(fileURLWithPath: Bundle.main.executablePath ?? "")
    .deletingLastPathComponent().appending(path: "unblock").path

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  var path = Self.built
  var folder = Self.repository
  /// Kept until the tool has run.
  var owner: Folder?

  func callAsFunction(_ arguments: String...) throws -> Answer {
    try run(path, arguments)
  }

  /// Any other program in the same folder.
  func run(_ program: String, _ arguments: [String]) throws -> Answer {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: nobody has to empty one while waiting for the other.
    let scratch = FileManager.default.temporaryDirectory.appending(path: "unblock-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let (output, error) = (scratch.appending(path: "output"), scratch.appending(path: "error"))
    for file in [output, error] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    process.waitUntilExit()
    return Answer(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      error: try String(contentsOf: error, encoding: .utf8))
  }
}

/// A folder of its own for one test; it goes when the test ends.
final class Folder {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "unblock-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.resolvingSymlinksInPath().path
    for (name, text) in files { try write(name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  var tool: Tool { Tool(folder: path, owner: self) }
}
