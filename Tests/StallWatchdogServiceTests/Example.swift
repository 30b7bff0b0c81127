import Foundation
import Testing

/// The example service, running as a process of its own.
final class Example {
  private let process = Process()
  private let output = Pipe()
  let port: Int

  /// Beside the tests, where the build puts it.
  static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "stall-example")

  /// - Parameter wrapper: words before the path of the executable.
  init(settings: String, wrapper: [String] = ["env"]) throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = wrapper + [Self.executable.path]
    process.environment = ProcessInfo.processInfo.environment.merging(["STALL_WATCHDOG": settings]) { $1 }
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // It says where it listens as soon as it does.
    var line = Data()
    while !line.contains(UInt8(ascii: "\n")), case let more = output.fileHandleForReading.availableData, !more.isEmpty {
      line += more
    }
    let address = try #require(
      URL(string: String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)))
    port = try #require(address.port)
  }

  deinit {
    if process.isRunning { process.terminate() }
  }

  /// The body of the answer, on a connection of its own.
  func get(_ path: String) throws -> String {
    let curl = Process()
    let output = Pipe()
    curl.executableURL = URL(filePath: "/usr/bin/env")
    curl.arguments = ["curl", "--silent", "--max-time", "60", "http://127.0.0.1:\(port)\(path)"]
    curl.standardOutput = output
    try curl.run()
    let body = try output.fileHandleForReading.readToEnd() ?? Data()
    curl.waitUntilExit()
    #expect(curl.terminationStatus == 0)
    return String(decoding: body, as: UTF8.self)
  }

  /// Its status after SIGTERM.
  func stop() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -1
  }
}
