import Foundation
import Testing

@testable import StallWatchdogService

@Suite struct BoundedFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func line(_ text: String) -> [UInt8] {
    Array("\(text)\n".utf8)
  }

  private func file(maxBytes: Int = 1000, maxFiles: Int = 3) -> BoundedFile {
    BoundedFile(path: folder.path("log"), maxBytes: maxBytes, maxFiles: maxFiles)
  }

  @Test func everyFileBeginsWithTheHeader() throws {
    var file = file(maxBytes: 20)
    for number in 1...3 { try file.append(line("line \(number) ....."), header: line("head")) }
    #expect(folder.names == ["log", "log.1", "log.2"])
    #expect(folder.text("log.2") == "head\nline 1 .....\n")
    #expect(folder.text("log.1") == "head\nline 2 .....\n")
    #expect(folder.text("log") == "head\nline 3 .....\n")
  }

  @Test func neitherAFileNorTheirNumberGrowsPastItsBound() throws {
    var file = file(maxBytes: 100, maxFiles: 2)
    for number in 1...100 { try file.append(line("line \(number)"), header: line("head")) }
    #expect(folder.names == ["log", "log.1"])
    for name in folder.names { #expect(folder.text(name).utf8.count <= 100) }
    #expect(folder.lines("log").last == "line 100")
  }

  @Test func oneFileAloneIsEmptiedWhenItIsFull() throws {
    var file = file(maxBytes: 30, maxFiles: 1)
    for number in 1...9 { try file.append(line("line \(number)"), header: line("head")) }
    #expect(folder.names == ["log"])
    #expect(folder.lines("log") == ["head", "line 7", "line 8", "line 9"])
  }

  @Test func aNewRunAppendsBehindAnOldOne() throws {
    try "old\n".write(toFile: folder.path("log"), atomically: true, encoding: .utf8)
    var file = file()
    try file.append(line("new"), header: line("head"))
    #expect(folder.lines("log") == ["old", "head", "new"])
  }

  @Test func aLineThatACrashToreDoesNotTearTheNext() throws {
    try "old\ntor".write(toFile: folder.path("log"), atomically: true, encoding: .utf8)
    var file = file()
    try file.append(line("new"), header: line("head"))
    #expect(folder.lines("log") == ["old", "tor", "head", "new"])
  }

  @Test func aFileThatWasMovedAwayIsBegunAnew() throws {
    var file = file()
    try file.append(line("one"), header: line("head"))
    try FileManager.default.moveItem(atPath: folder.path("log"), toPath: folder.path("moved"))
    try file.append(line("two"), header: line("head"))
    try FileManager.default.removeItem(atPath: folder.path("log"))
    try file.append(line("three"), header: line("head"))
    #expect(folder.lines("moved") == ["head", "one"])
    #expect(folder.lines("log") == ["head", "three"])
  }

  @Test func aLineThatIsTooLongIsRefusedAndTheNextIsNot() throws {
    var file = file(maxBytes: 30)
    let long = line(String(repeating: "x", count: 40))
    func append(_ bytes: [UInt8]) -> FileFault? {
      do throws(FileFault) {
        try file.append(bytes, header: line("head"))
        return nil
      } catch { return error }
    }
    #expect(append(long) == .lineTooLong(bytes: 41))
    #expect(append(line("short")) == nil)
    #expect(append(long) == .lineTooLong(bytes: 41))
    #expect(folder.lines("log").last == "short")
  }

  @Test func whatIsNoFileIsRefused() throws {
    func fault(at path: String) -> FileFault? {
      var file = BoundedFile(path: path, maxBytes: 1000, maxFiles: 2)
      do throws(FileFault) {
        try file.append(line("x"), header: line("head"))
        return nil
      } catch { return error }
    }
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    #expect(fault(at: folder.path("pipe")) == .notAFile)
    #expect(fault(at: "/dev/null") == .notAFile)
    #expect(fault(at: folder.path("")) == .system(call: "open", code: EISDIR))
    #expect(fault(at: folder.path("none/log")) == .system(call: "open", code: ENOENT))
  }
}
