import Foundation

@testable import Linter

/// A folder of its own for one test; it goes when the test ends.
final class TemporaryFolder: Sendable {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "unblock-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.resolvingSymlinksInPath().path
    for (name, text) in files { try write(name, text) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    try write(name, bytes: Array(text.utf8))
  }

  func write(_ name: String, bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  func touch(_ name: String, at time: Date) throws {
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path + "/" + name)
  }

  func discover(_ paths: [String] = ["."], readsDependencies: Bool = true) -> Discovery {
    var discovery = Discovery(workingDirectory: path, readsDependencies: readsDependencies)
    for path in paths { discovery.add(path) }
    return discovery
  }
}
