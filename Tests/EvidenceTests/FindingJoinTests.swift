import Evidence
import Model
import Testing

@Suite struct FindingJoinTests {
  private func finding(
    _ place: String, in context: String = "run()", _ hops: String..., file: String = "Sources/App/a.swift"
  ) -> Finding {
    let path = hops.map { hop -> Finding.Hop in
      let parts = hop.split(separator: "@")
      return Finding.Hop(symbol: String(parts[0]), place: parts.count > 1 ? self.place(parts[1], file) : nil)
    }
    return Finding(
      rule: "blocking-call", kind: "file", severity: .warning, confidence: .inferred,
      place: self.place(place[...], file),
      message: "m", context: Finding.Context(kind: .async, symbol: context, place: nil), path: path)
  }

  private func place(_ line: Substring, _ file: String) -> Place { Place(file: file, line: Int(line) ?? 0, column: 3) }

  private func join(_ findings: [Finding], _ threads: String..., folder: String? = "/home/me/app") throws -> FindingJoin
  {
    let lines = threads.enumerated().map { LogText.ended($0.offset + 1, $0.offset, 200, $0.element) }
    return FindingJoin(findings, try read([LogText.start()] + lines).summary, folder: folder)
  }

  /// How many stalls each finding was seen in.
  private func seen(_ join: FindingJoin) -> [Int] { join.findings.map { $0.evidence?.stalls ?? 0 } }

  @Test func theLineDecides() throws {
    let findings = [finding("4", "fsync@4"), finding("5", "fsync@5")]
    let answer = try join(findings, LogText.thread("1: !fsync run@/srv/build/app/Sources/App/a.swift:4"))
    #expect(seen(answer) == [1, 0])
    #expect(answer.summary.sites.map { $0.predictions.map(\.finding.place.line) } == [[4]])
    #expect(answer.unpredicted.isEmpty)
    #expect(answer.findings[0].evidence?.total == 200_000_000)
  }

  @Test func aPathOnTheStackGoesBeforeAPlaceAlone() throws {
    let findings = [finding("4", "help@4", "fsync@9"), finding("4", "other@4", "sleep@20")]
    let answer = try join(
      findings, LogText.thread("1: !fsync help@/x/Sources/App/a.swift:9 run@/x/Sources/App/a.swift:4"))
    #expect(seen(answer) == [1, 0])
    #expect(answer.summary.sites[0].predictions.map(\.isAlongPath) == [true])
  }

  @Test func aPlaceAloneGoesBeforeAHop() throws {
    let findings = [finding("4", "help@4", "fsync@9"), finding("7", "help@7", "fsync@8")]
    let answer = try join(
      findings, LogText.thread("1: !fsync help@/x/Sources/App/a.swift:8 run@/x/Sources/App/a.swift:4"))
    #expect(seen(answer) == [1, 0])
    #expect(answer.summary.sites[0].predictions.map(\.isAlongPath) == [false])
  }

  @Test func aHopIsEnoughWhereNothingElseFits() throws {
    let findings = [finding("4", "help@4", "fsync@9"), finding("5", "help@5", "fsync@9"), finding("6", "nap@6")]
    let answer = try join(
      findings, LogText.thread("1: !fsync help@/x/Sources/App/a.swift:9 other@/x/Sources/App/b.swift:1"))
    #expect(seen(answer) == [1, 1, 0])
  }

  @Test func ofTwoCallsOnALineTheColumnTells() throws {
    var second = finding("4", "other@4", "sleep@20")
    second.place.column = 9
    second.path[0].place?.column = 9
    let findings = [finding("4", "help@4", "fsync@9"), second]
    let thread = LogText.thread("1: !fsync help@/x/Sources/App/b.swift:8 run@/x/Sources/App/a.swift:4")
    #expect(seen(try join(findings, thread)) == [1, 1])
    #expect(seen(try join(findings, thread.replacing(#""line":4"#, with: #""line":4,"column":9"#))) == [0, 1])
  }

  @Test func aFileIsKnownByItsFolderAndName() throws {
    let findings = [finding("4", "fsync@4", file: "Sources/App/main.swift")]
    #expect(seen(try join(findings, LogText.thread("1: f@/x/Sources/App/main.swift:4"))) == [1])
    #expect(seen(try join(findings, LogText.thread("1: f@/x/Sources/Other/main.swift:4"))) == [0])
    #expect(seen(try join(findings, LogText.thread("1: f@main.swift:4"))) == [1])
    #expect(seen(try join(findings, LogText.thread("1: f@/x/Sources/App/main.swift:4"), folder: nil)) == [1])
  }

  @Test func ofTwoFilesThatFitTheNearerIsMeant() throws {
    let findings = [
      finding("4", "fsync@4", file: "one/Sources/App/main.swift"),
      finding("4", "fsync@4", file: "two/Sources/App/main.swift"),
    ]
    #expect(seen(try join(findings, LogText.thread("1: f@/x/two/Sources/App/main.swift:4"))) == [0, 1])
  }

  @Test func withoutLinesTheFunctionsDecide() throws {
    let findings = [
      finding("4", in: "Store.save(_:)", "Store.write()@4", "fsync@9"),
      finding("5", in: "Store.save(_:)", "Store.read()@5", "x"),
      finding("6", in: "load(_:)", "fsync@6"),
    ]
    let frames = "App.Store.write()->() (1)_suspend_resume_partial_function_for_App.Store.save(_:Swift.Int)->()"
      .replacing("(1)_suspend_resume_partial_function_for_", with: "")
    #expect(seen(try join(findings, LogText.thread("1: !fsync \(frames)"))) == [1, 0, 0])
  }

  @Test func whatNoFindingPredictsIsSaid() throws {
    let findings = [finding("4", "fsync@4")]
    let answer = try join(
      findings, LogText.thread("1: f@/x/Sources/App/a.swift:4"), LogText.thread("1: g@/x/Sources/App/a.swift:8"),
      LogText.thread(), LogText.thread("1: g@/x/Sources/App/a.swift:8"))
    #expect(
      answer.unpredicted.map { answer.summary.name(of: answer.summary.sites[$0.site]) } == ["g", "blocked in fsync"])
    #expect(answer.unpredicted.map(\.count.stalls) == [2, 1])
  }

  @Test func aRemarkThatIsNoCallPredictsNothing() throws {
    #expect(seen(try join([finding("4")], LogText.thread("1: f@/x/Sources/App/a.swift:4"))) == [0])
  }

  @Test(arguments: [
    ("Store.load(from:)", "static App.Store.load(from: Swift.String) async throws -> Swift.Int", true),
    ("Store.load(from:)", "App.Store.load(at: Swift.String) -> Swift.Int", false),
    ("Store.load(from:)", "App.Cache.load(from: Swift.String) -> Swift.Int", false),
    ("load(_:)", "App.load(_: (Swift.Int, b: Swift.Int) -> ()) -> ()", true),
    ("closure in Poller.warmUp()", "closure #1 @Sendable () async -> () in App.Poller.warmUp() -> ()", true),
    ("Poller.warmUp()", "closure #1 @Sendable () async -> () in App.Poller.warmUp() -> ()", false),
    ("keep", "keep", true), ("keep", "keep_all", false), ("Store.load(from:)", "Store.load(from:)", true),
    ("Box.get()", "App.Box<Swift.Array<Swift.Int>>.get() -> A", true),
    ("Poller.poll()", "(2) await resume partial function for App.Poller.poll() async -> ()", true),
  ])
  func namesOfOneFunctionAgree(ours: String, theirs: String, isSame: Bool) throws {
    let frame = theirs.replacing(" ", with: "\u{A0}")
    let findings = [finding("4", in: ours, "fsync@4")]
    // A blank separates the frames of a test; the log has it back.
    let thread = LogText.thread("1: \(frame)").replacing("\u{A0}", with: " ")
    #expect(seen(try join(findings, thread)) == [isSame ? 1 : 0])
  }
}
