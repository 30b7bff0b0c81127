import Foundation
import StallWatchdog
import Testing

/// What a stall log says of one stall that ended.
private struct SeenStall: Decodable {
  struct Thread: Decodable {
    struct Sample: Decodable {
      struct Frame: Decodable {
        var function: String?
        var file: String?
        var line: Int?
      }
      var frames: [Frame]
    }
    var name: String
    var doing: String
    var call: String?
    var samples: [Sample]?
  }
  var phase: String
  var loop: String
  var kind: String
  var duration_ns: Int
  var threads: [Thread]
}

@Suite(.serialized) struct ExampleTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func stalls() throws -> [SeenStall] {
    try folder.lines("log").filter { $0.contains("\"type\":\"stall\"") }
      .map { try JSONDecoder().decode(SeenStall.self, from: Data($0.utf8)) }
      .filter { $0.phase == "ended" && $0.kind == "event-loop" }
  }

  @Test(.timeLimit(.minutes(2))) func eachBadRouteIsOneStallWithItsCauseAndLine() throws {
    let example = try Example(settings: "stacks=on:file=\"\(folder.path("log"))\"")
    func beFine() throws {
      for _ in 1...20 { #expect(try example.get("/ok") == "ok\n") }
    }
    try beFine()
    #expect(try example.get("/sleep?ms=400") == "slept for 400 ms\n")
    try beFine()
    #expect(try example.get("/spin?ms=400").hasPrefix("the sum is "))
    try beFine()
    #expect(try example.get("/lock?ms=400") == "waited for a book\n")
    try beFine()
    #expect(example.stop() == 0)

    let stalls = try stalls()
    // On a machine that is busy otherwise, the thread that spins may be seen while it waits for a CPU.
    let doing = stalls.map { $0.threads.first?.doing.replacing("waiting-for-cpu", with: "busy") }
    #expect(doing == ["blocked", "busy", "blocked"])
    #expect(stalls.map { $0.threads.first?.call } == ["clock_nanosleep", nil, "futex"])
    for (stall, function) in zip(stalls, ["sleepOnTheLoop", "spinOnTheLoop", "lockOnTheLoop"]) {
      #expect(stall.loop.hasPrefix("NIO-"))
      #expect(stall.threads.map(\.name) == [stall.loop])
      // ThreadSanitizer keeps a signal back until the thread calls something, and its stacks end there.
      guard dlsym(nil, "__tsan_init") == nil else { continue }
      let frames = stall.threads.flatMap { $0.samples ?? [] }.flatMap(\.frames)
      let lines = frames.filter { $0.function?.contains(function) == true && $0.line ?? 0 > 0 }
      #expect(lines.contains { $0.file?.hasSuffix("stall-example/Routes.swift") == true }, "\(function): \(frames)")
    }
    try LineSchema.expectValid(folder.lines("log"))
  }

  @Test(.timeLimit(.minutes(2)), .enabled(if: SilentNameServer.isPossible, "needs a mount namespace"))
  func aNameServerThatIsSilentIsAStall() throws {
    let server = try SilentNameServer(in: folder)
    let example = try Example(settings: "file=\"\(folder.path("log"))\"", wrapper: server.wrapper)
    _ = try example.get("/dns?name=unblock.example")
    #expect(try example.get("/ok") == "ok\n")
    #expect(example.stop() == 0)
    let stalls = try stalls()
    #expect(stalls.map { $0.threads.first?.doing } == ["blocked"])
    #expect(stalls.map { $0.threads.first?.call } == ["poll"])
  }

  @Test(.timeLimit(.minutes(1))) func nothingIsWatchedWhenItIsOff() throws {
    let example = try Example(settings: "off")
    #expect(try example.get("/spin?ms=200").hasPrefix("the sum is "))
    #expect(try example.get("/nowhere").hasPrefix("try /ok"))
    #expect(example.stop() == 0)
    #expect(folder.names == [])
  }
}
