import Foundation
import StallWatchdog
import Synchronization
import Testing

@testable import StallWatchdogService

@Suite struct StallLogFileTests {
  private let folder: TemporaryFolder
  private let faults = Faults()

  private final class Faults: Sendable {
    let kept = Mutex<[FileFault]>([])
    func add(_ fault: FileFault) { kept.withLock { $0.append(fault) } }
    var all: [FileFault] { kept.withLock { $0 } }
  }

  init() throws {
    folder = try TemporaryFolder()
  }

  private func log(_ path: String, maxBytes: Int = 1 << 20, maxFiles: Int = 3) -> StallLogFile {
    StallLogFile(
      .init(path: folder.path(path), maxBytes: maxBytes, maxFiles: maxFiles), start: StallLineTests.start,
      now: { Sample.time }
    ) { [faults] in faults.add($0) }
  }

  private func types(_ lines: [String]) throws -> [String] {
    try lines.map { line in
      let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return try #require(object["type"] as? String)
    }
  }

  @Test func aRunBeginsWithStart() throws {
    let log = log("log")
    log.write(.began(Sample.stall()))
    log.write(.ended(Sample.stall()))
    log.write(.stop(at: Sample.time))
    log.drain(within: .seconds(10))
    #expect(try types(folder.lines("log")) == ["start", "stall", "stall", "stop"])
    try LineSchema.expectValid(folder.lines("log"))
    #expect(faults.all == [])
    #expect(log.takeLost() == 0)
  }

  @Test func soDoesEveryFileAfterARotation() throws {
    let log = log("log", maxBytes: 1)
    for id in 1...400 { log.write(.ended(Sample.stall(id: id))) }
    log.drain(within: .seconds(10))
    #expect(folder.names == ["log", "log.1", "log.2"])
    for name in folder.names {
      #expect(try types(folder.lines(name)).first == "start")
      #expect(folder.text(name).utf8.count <= 64 * 1024)
    }
    try LineSchema.expectValid(folder.names.flatMap(folder.lines))
  }

  @Test func lostLinesAreSaidOnceAndCounted() throws {
    let log = log("none/log")
    for id in 1...5 { log.write(.ended(Sample.stall(id: id))) }
    log.drain(within: .seconds(10))
    #expect(faults.all == [.system(call: "open", code: ENOENT)])
    #expect(log.takeLost() == 5)
    #expect(log.takeLost() == 0)

    try FileManager.default.createDirectory(atPath: folder.path("none"), withIntermediateDirectories: true)
    log.write(.ended(Sample.stall(id: 6)))
    log.drain(within: .seconds(10))
    #expect(try types(folder.lines("none/log")) == ["start", "dropped", "stall"])
    #expect(folder.text("none/log").contains("\"what\":\"lines\",\"count\":5"))
    #expect(faults.all.count == 1)
    #expect(log.takeLost() == 0)
  }

  @Test func moreLinesThanTheDiskTakesAreDroppedAndCounted() throws {
    // A pipe that somebody else fills stands for a disk that hangs: nobody may wait for it.
    let outlet = Outlet(label: "test", capacity: 2)
    let gate = Mutex(0)
    let taken = gate.withLock { _ in
      (1...5).map { _ in outlet.hand { gate.withLock { $0 += 1 } } }
    }
    outlet.drain(within: .seconds(10))
    #expect(taken == [true, true, false, false, false])
    #expect(gate.withLock { $0 } == 2)
    #expect(outlet.hand {})
  }
}
