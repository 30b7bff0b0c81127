import Model
import Rules
import Testing

@Suite struct FactParserTests {
  private func swift(_ text: String) throws -> [Fact] { try Rules(files: [("facts/swift/test.facts", text)]).facts }
  private func c(_ text: String) throws -> [Fact] { try Rules(files: [("facts/c/test.facts", text)]).facts }

  private func condition(_ text: String) throws -> Condition? { try c("f blocks wait when \(text)").first?.when }

  @Test func aSwiftSymbolHasModulePathNameAndLabels() throws {
    let fact = try #require(try swift("Foundation.Thread.sleep(forTimeInterval:_:file?:)  blocks sleep").first)
    #expect(fact.symbol.module == "Foundation")
    #expect(fact.symbol.path == ["Thread"])
    #expect(fact.symbol.name == "sleep")
    #expect(
      fact.symbol.labels
        == .list([
          .init(name: "forTimeInterval", isOptional: false), .init(name: nil, isOptional: false),
          .init(name: "file", isOptional: true),
        ]))
    #expect(fact.symbol.spelling == "Foundation.Thread.sleep(forTimeInterval:_:file?:)")
  }

  @Test func parenthesesTellAFunctionFromAProperty() throws {
    let facts = try swift("M.f() blocks wait\nM.f blocks wait\nM.f(...) blocks wait\nM.== blocks wait")
    #expect(facts.map(\.symbol.labels) == [.list([]), .none, .any, .none])
  }

  @Test func foldersTellTheLanguage() throws {
    let rules = try Rules(files: [
      ("mine/c/a.facts", "ngx_event_t.handler runs field on event-loop"), ("c.facts", "M.f blocks wait"),
    ])
    #expect(rules.facts.map(\.symbol.language) == [.c, .swift])
    #expect(rules.facts[0].symbol.path == ["ngx_event_t"])
  }

  @Test func aLineTellsTheLanguageOfThoseBelow() throws {
    let facts = try swift("M.f() blocks wait\nlanguage c\nf blocks wait\nlanguage swift\nM.g() blocks wait")
    #expect(facts.map(\.symbol.spelling) == ["M.f()", "f", "M.g()"])
    #expect(facts.map(\.symbol.language) == [.swift, .c, .swift])
    #expect(try c("language blocks wait").map(\.symbol.name) == ["language"])
  }

  @Test func aDenialNeedsItsReason() throws {
    let fact = try #require(try c("f nonblocking because the descriptor is its own when argument 0 is 1").first)
    #expect(fact.claim == .nonblocking(reason: "the descriptor is its own"))
    #expect(fact.when == .test(.argument(0), .equals(.integer(1))))
    #expect(throws: RulesError.self) { try c("f nonblocking") }
    #expect(throws: RulesError.self) { try c("f nonblocking because") }
    // A file that says both says nothing.
    #expect(throws: RulesError.self) { try c("f blocks wait\nf nonblocking because it does not") }
  }

  @Test func aUsersDenialTakesBackWhatWasSaid() throws {
    let base = try Rules(files: [
      ("facts/c/a.facts", "f blocks wait\nf blocks wait when argument 0 is 1\ng blocks wait")
    ])
    let sum = try base.adding([("mine/c/a.facts", "f nonblocking because it is another f")])
    #expect(sum.facts.map(\.symbol.name) == ["g", "f"])
  }

  @Test func aLineIsReadBackAsItWasSaid() throws {
    for fact in try Rules.builtIn().facts where fact.when == nil && fact.unless == nil {
      var read = try #require(
        try Rules(files: [("\(fact.symbol.language.rawValue)/a.facts", fact.lineWithRemedies)]).facts.first)
      read.location = fact.location
      read.since = fact.since
      read.platform = fact.platform
      #expect(read == fact)
    }
  }

  @Test func alternativesBecomeFacts() throws {
    let facts = try swift("M.{A,B}.{read,write}({from,to}:) blocks file")
    #expect(facts.count == 8)
    #expect(Set(facts.map(\.symbol.spelling)).contains("M.B.write(from:)"))
    #expect(Set(facts.map(\.location.line)) == [1])
  }

  @Test func theKindDecidesTheSeverityUnlessTheLineDoes() throws {
    let facts = try c("a blocks file\nb blocks file note\nd blocks wait for pool\ne blocks wait warning for main")
    #expect(
      facts.map(\.claim) == [
        .blocks(.file, severity: .warning, awaits: nil), .blocks(.file, severity: .note, awaits: nil),
        .blocks(.wait, severity: .error, awaits: .pool), .blocks(.wait, severity: .warning, awaits: .main),
      ])
  }

  @Test func everyPlaceToRunIsRead() throws {
    let facts = try swift(
      """
      M.a(_:) runs argument 0 on main-actor
      M.b(_:) runs argument 0 off passing Int, _, M.Future<[T?]>
      M.d(_:) runs argument 0 inline
      M.e(_:) runs argument 0 creator on linux
      M.P.g() runs body on event-loop
      M.P.h runs field on main-queue
      """)
    #expect(
      facts.map(\.claim) == [
        .runs(.argument(0), .context(.mainActor), passing: []),
        .runs(
          .argument(0), .off,
          passing: [
            .named(["Int"]), .unknown,
            .named(["M", "Future"], arguments: [.array(.optional(.named(["T"])))]),
          ]), .runs(.argument(0), .inline, passing: []), .runs(.argument(0), .creator, passing: []),
        .runs(.body, .context(.eventLoop), passing: []), .runs(.field, .context(.mainQueue), passing: []),
      ])
    #expect(facts[3].platform == "linux")
  }

  @Test func regionsLoopsAndTypesAreRead() throws {
    let facts = try swift(
      """
      M.L.lock() holds lock until M.L.unlock()
      M.save() releases gil until M.restore()
      M.poll() drives event-loop
      M.F.default is M.F
      M.F.copy() is Self
      M.G refines M.H, M.P<any M.Q>
      """)
    #expect(
      facts.map(\.claim) == [
        .holds("lock", until: "M.L.unlock()"), .releases("gil", until: "M.restore()"), .drives(.eventLoop),
        .yields(.named(["M", "F"])), .yields(.selfType),
        .refines([.named(["M", "H"]), .named(["M", "P"], arguments: [.existential([.named(["M", "Q"])])])]),
      ])
  }

  @Test func everyTestOfAConditionIsRead() throws {
    let first = Condition.Subject.argument(0)
    #expect(try condition("argument 0 is NULL") == .test(first, .equals(.null)))
    #expect(try condition("argument 0 is -1") == .test(first, .equals(.integer(-1))))
    #expect(try condition("argument 0 is 0x10") == .test(first, .equals(.integer(16))))
    #expect(try condition("argument 0 is not true") == .test(first, .differs(.boolean(true))))
    #expect(try condition(#"argument 0 is "a  \"b""#) == .test(first, .equals(.string("a  \"b"))))
    #expect(try condition("argument 0 is .seconds(1, 2)") == .test(first, .equals(.spelled(".seconds(1,2)"))))
    #expect(try condition("argument 3 has MSG_DONTWAIT") == .test(.argument(3), .has("MSG_DONTWAIT")))
    #expect(try condition("receiver lacks X") == .test(.receiver, .lacks("X")))
    #expect(try condition("deep 3 is at most 5") == .test(.deep(3), .atMost(5)))
    #expect(try condition("argument 0 is missing") == .test(first, .missing))
    #expect(try condition("argument 0 is blocking") == .test(first, .blocking))
  }

  @Test func testsAreJoinedByOneWord() throws {
    let one = Condition.test(.argument(0), .equals(.integer(1)))
    let two = Condition.test(.argument(1), .equals(.null))
    #expect(try condition("argument 0 is 1 and argument 1 is NULL") == .all([one, two]))
    #expect(try condition("argument 0 is 1 or argument 1 is NULL") == .any([one, two]))
  }

  @Test func clausesStandInAnyOrder() throws {
    let fact = try #require(
      try c(
        "f blocks wait since 2.1 unless argument 0 is 0 instead a timer on the loop on linux when argument 1 is 1  # why"
      ).first)
    #expect(fact.since == "2.1")
    #expect(fact.unless == .test(.argument(0), .equals(.integer(0))))
    #expect(fact.when == .test(.argument(1), .equals(.integer(1))))
    #expect(fact.remedy == .text("a timer on the loop"))
    #expect(fact.platform == "linux")
  }

  @Test func aCommentNeedsTwoSpaces() throws {
    let facts = try c("# all\n\n   # more\nf blocks wait instead write # to g  # a comment\r\ng blocks wait\t# tab")
    #expect(facts.map(\.remedy) == [.text("write # to g"), nil])
    #expect(facts.map(\.location.line) == [4, 5])
  }

  @Test func conditionsAndPlatformsTellFactsApart() throws {
    let text =
      "f blocks wait when argument 0 is 1\nf blocks sleep unless argument 0 is 1\nf blocks lock on linux\nf blocks lock on apple"
    #expect(try c(text).count == 4)
  }
}

extension Fact {
  /// With an entry for the remedy that it names, so that it can stand alone.
  fileprivate var lineWithRemedies: String {
    guard case .named(let name)? = remedy else { return line }
    return "\(line)\nremedy \(name) * something else"
  }
}
