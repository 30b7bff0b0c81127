import Foundation
import Loops

/// What a watched process says of itself after a time without stalls.
struct Quiet: Codable {
  /// A line for each stall that was reported.
  var stalls: [String]
  /// How many pauses of each kind were reported.
  var pauses: [String: Int]
  /// Of the watchdog's thread.
  var watchdog: Usage?
  /// Of all threads.
  var process: Usage
}

/// What threads used of a processor.
struct Usage: Codable {
  /// How often they waited of their own accord: each is one wake-up.
  var switches = 0
  /// Nanoseconds.
  var cpu = 0

  static func - (after: Usage, before: Usage) -> Usage {
    Usage(switches: after.switches - before.switches, cpu: after.cpu - before.cpu)
  }
}

func quiet(seconds: Int, threshold: Int, lightWork: Bool, watch: Bool) async throws -> Quiet {
  let loops = try Loops(threshold: .milliseconds(threshold))
  let watching = watch ? try Watching(loops, threshold: .milliseconds(threshold)) : nil
  let work = lightWork ? LightWork(loops.all) : nil
  // What starts the loops is not what is measured.
  try await Task.sleep(for: .seconds(1))
  let before = (watchdog: usage(ofThreadsNamed: Watching.thread), process: usage())
  try await Task.sleep(for: .seconds(seconds))
  let after = (watchdog: usage(ofThreadsNamed: Watching.thread), process: usage())
  work?.stop()
  let said = watching?.stop()
  return Quiet(
    stalls: said?.stalls ?? [], pauses: said?.pauses ?? [:],
    watchdog: watch ? after.watchdog - before.watchdog : nil, process: after.process - before.process)
}

/// Of the threads of this process that have the name, or of all.
private func usage(ofThreadsNamed name: String? = nil) -> Usage {
  let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
  return threads.reduce(into: Usage()) { total, thread in
    let folder = "/proc/self/task/\(thread)"
    if let name, text(folder + "/comm").trimmingCharacters(in: .newlines) != name { return }
    let switches = text(folder + "/status").split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
    total.switches += switches.flatMap { $0.split(separator: "\t").last }.flatMap { Int($0) } ?? 0
    total.cpu += text(folder + "/schedstat").split(separator: " ").first.flatMap { Int($0) } ?? 0
  }
}

private func text(_ path: String) -> String {
  (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
}
