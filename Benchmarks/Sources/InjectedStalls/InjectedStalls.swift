import ArgumentParser
import Foundation
import Loops
import NIOPosix

/// Injects stalls of known begin, end and line into loops that a watchdog watches, and compares its reports to them.
@main
struct InjectedStalls: AsyncParsableCommand {
  @Option(help: "How many stalls.")
  var count = 1000

  @Option(help: "The same seed injects the same stalls.")
  var seed: UInt64 = 4

  @Option(help: "Of the watchdog, in milliseconds.")
  var threshold = 5

  @Option(help: "The shortest stall, in milliseconds.")
  var shortest = 10

  @Option(help: "The longest stall, in milliseconds.")
  var longest = 2000

  @Flag(inversion: .prefixedNo, help: "Take stacks.")
  var stacks = true

  @Option(help: "Where to write everything that was injected and reported, as JSON.")
  var json: String?

  func run() async throws {
    let loops = try Loops(threshold: .milliseconds(threshold))
    let watching = try Watching(loops, threshold: .milliseconds(threshold), stacks: stacks)
    let lightWork = LightWork(loops.all)
    try await Task.sleep(for: .seconds(1))
    let injected = await inject(into: loops)
    try await Task.sleep(for: .seconds(1))
    lightWork.stop()
    let said = watching.stop()
    let score = Score(
      injected: injected, said: said, tied: Set([loops.actor.name] + loops.pools.map(\.name)))
    print(score.table)
    if loops.libuv == nil { print("\nlibuv1-dev is not installed, so its loop is left out.") }
    if let json { try JSONEncoder().encode(score).write(to: URL(fileURLWithPath: json)) }
  }

  private func inject(into loops: Loops) async -> [Injected] {
    var generator = SplitMix(seed: seed)
    let computing = NSLock()
    let places = loops.all.count
    var remaining = count
    let lanes = loops.lanes.map { lane in
      Lane(
        lane.map { place in
          let share = min(remaining, (count + places - 1) / places)
          remaining -= share
          return (
            place,
            Plan(
              count: share, shortest: .milliseconds(shortest), longest: .milliseconds(longest), using: &generator)
          )
        })
    }
    return await withTaskGroup(of: [Injected].self) { group in
      for lane in lanes { group.addTask { await lane.run(computing: computing) } }
      return await group.reduce(into: []) { $0 += $1 }
    }
  }
}
