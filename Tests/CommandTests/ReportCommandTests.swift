import Foundation
import Testing

@Suite struct ReportCommandTests {
  private static let logs = ["tide.jsonl", "tide.jsonl.1"].map {
    Tool.repository + "/Tests/ReportsTests/Fixtures/" + $0
  }

  private let source = """
    import Glibc

    func nap() async {
      usleep(5)
      rest()
      wink()  // unblock: ignore blocking-call - once
    }

    func rest() {
      sleep(1)
    }

    func wink() {
      sleep(2)
    }

    """

  /// A stall in each of these lines of `a.swift`, the way from `nap` to there, built in another folder than it is linted.
  private func log(_ stacks: [(seconds: Int, lines: [(String, Int)])]) -> String {
    let start =
      #"{"version":1,"type":"start","time":"2026-11-20T08:00:00.000000Z","process":{"id":7,"name":"napper"},"#
      + #""threshold_ns":100000000,"stacks":true}"# + "\n"
    return start
      + stacks.enumerated().map { number, stack in
        let frames = stack.lines.map { function, line in
          #"{"kind":"call","function":"\#(function)","file":"/builds/77/App/a.swift","line":\#(line)}"#
        }
        return
          #"{"version":1,"type":"stall","time":"2026-11-20T08:00:0\#(number).000000Z","phase":"ended","id":\#(number),"#
          + #""loop":"pool","kind":"pool","threshold_ns":100000000,"duration_ns":\#(stack.seconds)000000000,"#
          + #""uncertainty_ns":0,"threads":[{"id":1,"name":"","doing":"blocked","call":"clock_nanosleep","#
          + #""samples":[{"count":1,"frames":[\#(frames.joined(separator: ","))]}]}]}"# + "\n"
      }.joined()
  }

  @Test func theReportIsRead() throws {
    let answer = try Tool()("report", Self.logs[0], Self.logs[1])
    #expect(answer.status == 0)
    #expect(answer.output.hasPrefix("1. look_up  /srv/build/tide/Sources/CTideLoop/gauge.c:15\n"))
    #expect(answer.output.contains("\n9 stalls at 7 sites: 8.74 s in all"))
    #expect(!answer.output.contains("\u{1B}"))
    #expect(answer.error.contains("tide.jsonl:12: the line ends inside a value at column 334; the line is left out\n"))
  }

  @Test func standardInputIsRead() throws {
    let answer = try Tool().run("/bin/sh", ["-c", "cat '\(Self.logs[1])' | '\(Tool.built)' report -"])
    #expect(answer.status == 0 && answer.output.contains("5 stalls"), "\(answer)")
  }

  @Test(arguments: [
    ["report"], ["report", "nowhere.jsonl"], ["report", "README.md"], ["report", "-"], ["report", "."],
    ["report", "--top", "0", "x"], ["report", "--sort", "beauty", "x"], ["report", "--format", "xml", "x"],
    ["report", "--findings", "nowhere.json", Self.logs[1]], ["report", "--findings", "README.md", Self.logs[1]],
    ["report", "--lint", "nowhere", Self.logs[1]], ["report", "--lint", ".", "--findings", "x", Self.logs[1]],
    ["lint", "--evidence", "nowhere.jsonl", "Tests/Fixtures"], ["lint", "--evidence", "README.md", "Tests/Fixtures"],
  ])
  func whatCannotBeDoneEndsWithTwoAndIsSaid(_ arguments: [String]) throws {
    let answer = try Tool().run(Tool.built, arguments)
    #expect(answer.status == 2)
    #expect(!answer.error.isEmpty && answer.output.isEmpty)
    #expect(!answer.error.contains("Fatal"))
  }

  @Test func whatCanBeReadIsReportedBesideWhatCannot() throws {
    let answer = try Tool()("report", "nowhere.jsonl", Self.logs[1])
    #expect(answer.status == 2)
    #expect(answer.error.contains("nowhere.jsonl: cannot be read: No such file or directory\n"))
    #expect(answer.output.contains("5 stalls"))
  }

  @Test func everyFormatGoesToAFile() throws {
    let folder = try Folder()
    for (format, start) in [("text", "1. "), ("json", "{\n"), ("html", "<!DOCTYPE html>"), ("sarif", "{\n")] {
      let answer = try folder.tool("report", "--format", format, "--output", "out", Self.logs[1])
      #expect(answer.status == 0 && answer.output.isEmpty)
      #expect(try folder.read("out").hasPrefix(start))
    }
  }

  @Test func aReportSaysWhichFindingPredictsASite() throws {
    let folder = try Folder([
      "App/a.swift": source, "stalls.jsonl": log([(3, [("rest()", 10), ("nap()", 5)]), (2, [("main()", 1)])]),
    ])
    let answer = try folder.tool("report", "--lint", ".", "stalls.jsonl")
    #expect(answer.status == 0)
    #expect(answer.output.contains("1. rest()  App/a.swift:10\n"))
    #expect(answer.output.contains("predicted by blocking-call at App/a.swift:5:3\n"))
    #expect(answer.output.contains("2. main()  App/a.swift:1\n") && answer.output.contains("predicted by no finding\n"))
    _ = try folder.tool("lint", "--format", "json", "--output", "findings.json")
    #expect(try folder.tool("report", "--findings", "findings.json", "stalls.jsonl").output == answer.output)
  }

  @Test func whatWasSeenIsMarkedAndComesFirst() throws {
    let folder = try Folder([
      "App/a.swift": source, "stalls.jsonl": log([(3, [("rest()", 10), ("nap()", 5)])]),
    ])
    let answer = try folder.tool("lint", "--evidence", "stalls.jsonl")
    #expect(answer.status == 1 && answer.error.isEmpty)
    #expect(answer.output.hasPrefix("App/a.swift:5:3: error: "))
    #expect(answer.output.contains("\n  seen in production: 1 stall, 3 s\n"))
    #expect(answer.output.contains("\n1 stall in the logs: 1 finding seen\n"))
    #expect(!answer.output.contains("stalls that no finding predicts"))
    let json = try folder.tool("lint", "--evidence", "stalls.jsonl", "--format", "json").output
    #expect(json.contains("\"total_ns\" : 3000000000"))
  }

  @Test func aFindingThatIsHiddenIsShownWhenItWasSeen() throws {
    let folder = try Folder(["App/a.swift": "func f() async { print(1) }\n", "stalls.jsonl": log([(3, [("f()", 1)])])])
    #expect(try folder.tool("lint").status == 0)
    let answer = try folder.tool("lint", "--evidence", "stalls.jsonl", "--ignore", "needless-async")
    #expect(answer.status == 1)
    #expect(answer.output.hasPrefix("App/a.swift:1:18: note: "))
    #expect(!answer.output.contains("hidden"))
    // What the user does not want to hear of stays unsaid, but not the stall.
    let ignored = try folder.tool("lint", "--evidence", "stalls.jsonl", "--ignore", "blocking-call")
    #expect(ignored.status == 0)
    #expect(ignored.output.contains("App/a.swift:1: f(), blocked in clock_nanosleep on pool: 1 stall, 3 s"))
  }

  @Test func aSilencedFindingThatWasSeenIsSaid() throws {
    let folder = try Folder(["App/a.swift": source, "stalls.jsonl": log([(3, [("wink()", 14), ("nap()", 6)])])])
    let output = try folder.tool("lint", "--evidence", "stalls.jsonl").output
    #expect(
      output.contains(
        "stalls that no finding predicts:\n  App/a.swift:14: wink(), blocked in clock_nanosleep on pool: 1 stall, 3 s; "
          + "a finding there is silenced\n"))
  }

  @Test func helpTellsWhatAFindingPredicts() throws {
    let help = try Tool()("report", "--help").output
    for word in ["site is the innermost line", "predicts a stall", "Exit status", "--findings"] {
      #expect(help.contains(word), "\(word)")
    }
  }
}
