#if os(Linux)
  import Foundation
  import Testing

  /// Programs in C that stall in every place where their loop calls them, and do something quick in between.
  ///
  /// One at a time: each is a process with a loop, which another's work would delay.
  @Suite(.serialized) struct CLoopTests {
    @Test(arguments: CBuild.available)
    func aLoopThatTellsByItself(_ build: CBuild) throws {
      let run = try Run("plain", build)
      try run.expectStalls(of: "plain \"loop\"\n\u{fffd}", in: ["work", "between-beats"])
    }

    @Test(arguments: CBuild.available)
    func anEpollLoop(_ build: CBuild) throws {
      try Run("epoll", build).expectStalls(of: "epoll", in: ["eventfd", "timerfd", "poll"])
    }

    @Test(.enabled(if: CBuild.hasHeader("uv.h"), "libuv1-dev is missing"), arguments: CBuild.available)
    func aLibuvLoop(_ build: CBuild) throws {
      try Run("uv", build, libraries: ["uv"]).expectStalls(
        of: "uv",
        in: [
          "timer", "idle", "prepare", "early-prepare", "check", "async", "poll", "signal", "close", "pending",
          "after-work", "file", "write", "read",
        ])
    }

    @Test(.enabled(if: CBuild.hasHeader("uv.h"), "libuv1-dev is missing"), arguments: CBuild.available)
    func aLoopThatACallbackOfAnotherRuns(_ build: CBuild) throws {
      try Run("nested", build, libraries: ["uv"]).expectStalls(
        of: "outer", in: ["inner-wait", "after-detach"], call: "epoll_wait")
    }

    /// What is documented of a program that does not include the header itself.
    @Test(.enabled(if: CBuild.hasHeader("uv.h"), "libuv1-dev is missing"))
    func aLibraryThatIsLoadedLaterSeesNoCallbackOfThePoll() throws {
      let host = try CBuild.plain.program("host")
      let log = "\(try CFolder.fresh())/log"
      let run = try Command.run([host, CBuild.plain.library("uv", libraries: ["uv"]), log])
      #expect(run.output.hasSuffix("callbacks of the poll are not seen\n"))
      let seen = try Run(output: run.output, log: Command.text(of: log))
      #expect(try seen.log.ended.map(seen.name) == ["timer", "idle", "prepare", "close", "pending", "write"])
    }

    @Test(.enabled(if: CBuild.hasHeader("event2/event.h"), "libevent-dev is missing"), arguments: CBuild.available)
    func aLibeventLoop(_ build: CBuild) throws {
      try Run("event", build, libraries: ["event_core"]).expectStalls(
        of: "event", in: ["timer", "active", "readable", "signal", "urgent"])
    }

    @Test(.enabled(if: CBuild.hasHeader("ev.h"), "libev-dev is missing"), arguments: CBuild.available)
    func aLibevLoop(_ build: CBuild) throws {
      try Run("ev", build, libraries: ["ev"]).expectStalls(
        of: "ev", in: ["timer", "prepare", "check", "idle", "async", "readable", "signal"])
    }

    /// On a busy machine it may be without a CPU for long; that is told once each time, not at every look.
    @Test(arguments: CBuild.available)
    func aLoopThatIsNeverLongAtOneThing(_ build: CBuild) throws {
      let run = try Run("busy", build)
      #expect(run.errors == "")
      #expect(run.log.ended.count < 10)
      #expect(run.log.ended.allSatisfy { ($0.duration_ns ?? 0) < 2_000_000_000 })
    }

    @Test func stacksNameWhereItStalls() throws {
      let run = try Run("plain", .plain, stacks: true)
      let samples = run.log.ended.flatMap { $0.threads ?? [] }.flatMap { $0.samples ?? [] }
      let source = try Command.text(of: "\(CFolder.fixtures)/plain.c").split(
        separator: "\n", omittingEmptySubsequences: false)
      let lines = samples.flatMap(\.frames).filter { $0.file?.hasSuffix("/plain.c") == true }.compactMap(\.line)
      #expect(!lines.isEmpty)
      #expect(lines.allSatisfy { source[$0 - 1].contains("stall_in(") })
      #expect(
        samples.contains { $0.frames.contains { $0.function?.hasSuffix("nanosleep") == true && $0.system == true } })
      #expect(samples.contains { $0.frames.contains { $0.function == "stall_in" && $0.image == "plain" } })
    }

    @Test func theInstalledLibraryIsAllThatAProgramNeeds() throws {
      let (folder, file) = (try CFolder.fresh(), "\(try CFolder.fresh())/log")
      let make = ["make", "-C", CFolder.root, "install-stallprobe", "DESTDIR=\(folder)", "PREFIX=/usr"]
      let installed = try Command.run(make + ["STALLPROBE_BUILD=\(folder)/build"])
      #expect(installed.status == 0, "\(installed.errors)")
      #expect(try Command.text(of: "\(folder)/usr/lib/pkgconfig/stallprobe.pc").contains("-lstallprobe"))
      for library in ["-lstallprobe", "\(folder)/usr/lib/libstallprobe.a"] {
        let compiled = try Command.run([
          "cc", "\(CFolder.fixtures)/plain.c", "-I\(folder)/usr/include", "-L\(folder)/usr/lib",
          "-Wl,-rpath,\(folder)/usr/lib",
          library, "-lpthread", "-ldl", "-o", "\(folder)/plain",
        ])
        #expect(compiled.status == 0, "\(compiled.errors)")
        let run = try Command.run(["\(folder)/plain", file])
        #expect(try Run(output: run.output, log: Command.text(of: file)).log.ended.count >= 2)
      }
    }

    @Test func theSwiftRuntimeIsNotLinked() throws {
      let linked = try Command.run(["ldd", CBuild.plain.program("plain")]).output
      #expect(linked.contains("libc.so"))
      #expect(!linked.lowercased().contains("swift"))
    }
  }

  /// A run of a program that logs its stalls, and says itself where it made them.
  private struct Run {
    struct Phase {
      var name: String
      var begin: Int
      var end: Int
    }

    var phases: [Phase]
    var log: StallLog
    var text: String
    var errors: String

    init(_ name: String, _ build: CBuild, libraries: [String] = [], stacks: Bool = false) throws {
      let file = "\(try CFolder.fresh())/log"
      let program = try build.program(name, libraries: libraries)
      let run = try Command.run([program, file] + (stacks ? ["stacks"] : []))
      #expect(run.status == 0)
      try self.init(output: run.output, log: Command.text(of: file), errors: run.errors)
    }

    init(output: String, log text: String, errors: String = "") throws {
      self.text = text
      self.errors = errors
      log = try StallLog(text)
      phases = output.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        guard words.count == 3, let begin = Int(words[1]), let end = Int(words[2]) else { return nil }
        return Phase(name: String(words[0]), begin: begin, end: end)
      }
    }

    /// Every stall that was made is in the log, one after the other, and no other is.
    func expectStalls(
      of loop: String, in names: [String], call: String = "clock_nanosleep",
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      #expect(errors == "", sourceLocation: sourceLocation)
      #expect(try faults(ofLog: text) == "", sourceLocation: sourceLocation)
      #expect(phases.map(\.name) == names, sourceLocation: sourceLocation)
      #expect(try log.ended.map(name) == names, sourceLocation: sourceLocation)
      #expect(log.lines.first?.type == "start", sourceLocation: sourceLocation)
      #expect(log.lines.last?.type == "stop", sourceLocation: sourceLocation)
      let stalls = log.began + log.ended
      #expect(stalls.allSatisfy { $0.loop == loop && $0.kind == "probe" }, sourceLocation: sourceLocation)
      #expect(Set(log.ended.map(\.id)).isSuperset(of: log.began.map(\.id)), sourceLocation: sourceLocation)
      let calls = log.began.flatMap { $0.threads ?? [] }.map(\.call)
      #expect(calls.contains(call), sourceLocation: sourceLocation)
    }

    /// Where the program was while the stall lasted.
    func name(_ stall: StallLog.Line) throws -> String {
      let (begin, end) = (try stall.begin, try stall.end)
      return phases.first { $0.begin < end && begin < $0.end }?.name ?? "none"
    }
  }
#endif
