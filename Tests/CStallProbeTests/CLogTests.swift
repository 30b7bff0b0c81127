#if os(Linux)
  import Foundation
  import Testing

  @Suite struct CLogTests {
    @Test(arguments: CBuild.available)
    func linesAreValidWhateverTheyTell(_ build: CBuild) throws {
      let run = try Command.run([build.program("lines")])
      #expect(run.errors == "")
      #expect(run.status == 0)
      #expect(try faults(ofLog: run.output) == "")

      let log = try StallLog(run.output)
      #expect(
        log.lines.map(\.type) == [
          "start", "stall", "stall", "pause", "pause", "pause", "dropped", "dropped", "dropped", "stop",
        ])
      #expect(log.lines.map(\.kind)[3...5] == ["starved", "stopped", "suspended"])
      #expect(log.lines.map(\.what)[6...8] == ["stalls", "samples", "lines"])
      #expect(log.lines.map(\.count)[6...8] == [3, 1, 1 << 62])
      #expect(log.lines[1].time == "2023-11-14T22:13:20.123456Z")
    }

    @Test func whatIsNoTextBecomesAReplacement() throws {
      let log = try StallLog(try Command.run([CBuild.plain.program("lines")]).output)
      #expect(
        log.lines[1].loop
          == "tab\t quote\" back\\ e\u{301} \u{1f30a} cut\u{fffd} wrong\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd} \u{7f}\u{1}"
      )
      #expect(log.lines[1].threads?.map(\.name) == ["sixteen bytes...", "\u{fffd}"])
    }

    @Test func stacksAreCountedTheMostFrequentFirst() throws {
      let log = try StallLog(try Command.run([CBuild.plain.program("lines")]).output)
      #expect(log.began.first?.threads?.allSatisfy { $0.samples == nil } == true)
      let samples = log.ended.first?.threads?.last?.samples ?? []
      #expect(samples.map(\.count) == [2, 1])
      #expect(samples.map { $0.frames.first?.function } == ["stall_json_stop", "stall_json_start"])
      #expect(samples.first?.frames.last?.function == nil)
    }

    @Test(arguments: CBuild.available)
    func damagedDebugInformationIsSurvived(_ build: CBuild) throws {
      let run = try Command.run([build.program("damaged")])
      #expect(run.errors == "")
      #expect(run.status == 0)
      #expect(run.output == "\(CFolder.fixtures)/damaged.c\n")
    }

    @Test(arguments: CBuild.available)
    func aFileIsBounded(_ build: CBuild) throws {
      let files = try Self.files(of: build)
      for name in ["rotated", "rotated.1"] {
        let text = try Command.text(of: "\(files)/\(name)")
        let log = try StallLog(text)
        #expect(text.utf8.count <= 4096)
        #expect(text.hasSuffix("}\n"))
        #expect(log.lines.filter { $0.type == "start" }.count == 1)
        #expect(log.lines.first?.type == "start")
        #expect(try faults(ofLog: text) == "")
      }
      let older = try StallLog(try Command.text(of: "\(files)/rotated.1")).ended.compactMap(\.id)
      let newer = try StallLog(try Command.text(of: "\(files)/rotated")).ended.compactMap(\.id)
      #expect(!older.isEmpty || !newer.isEmpty)
      #expect(older + newer == (older + newer).sorted())
    }

    @Test func aFileThatIsGoneIsBegunAnew() throws {
      let log = try StallLog(try Command.text(of: "\(try Self.files(of: .plain))/moved"))
      #expect(log.lines.first?.type == "start")
      #expect(log.lines.last?.type == "stop")
      #expect(log.ended.count > 0 && log.ended.count <= 3)
    }

    @Test func aTornLineStaysALineOfItsOwn() throws {
      let text = try Command.text(of: "\(try Self.files(of: .plain))/torn")
      let lines = text.split(separator: "\n", maxSplits: 1)
      #expect(lines.first == "{\"torn")
      #expect(try StallLog(String(lines.last ?? "")).lines.first?.type == "start")
    }

    @Test func whatCouldNotBeWrittenIsCounted() throws {
      let text = try Command.text(of: "\(try Self.files(of: .plain))/full")
      let log = try StallLog(text)
      #expect(try faults(ofLog: text) == "")
      let lost = log.lines.filter { $0.what == "lines" }.compactMap(\.count).reduce(0, +)
      #expect(lost > 0)
      // Two lines a stall at most, of seven stalls.
      #expect(log.ended.count + log.began.count + lost <= 14)
      #expect(log.lines.last?.type == "stop")
    }

    private static func files(of build: CBuild) throws -> String {
      let folder = try CFolder.fresh()
      let run = try Command.run([build.program("log"), folder])
      #expect(run.errors == "")
      #expect(run.status == 0)
      return folder
    }
  }
#endif
