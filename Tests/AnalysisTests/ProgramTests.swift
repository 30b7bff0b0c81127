import Model
import TestSupport
import Testing

/// What holds across files, orders and modules.
@Suite struct ProgramTests {
  private let helper = Source(
    "Helper.swift", "import Foundation\nfunc pause() { inner() }\nfunc inner() { usleep(1) }\n")
  private let caller = Source("Caller.swift", "func serve() async {\n  pause()\n}\n")

  @Test func aPathLeadsThroughOtherFiles() throws {
    let finding = try #require(lint([caller, helper]).first)
    #expect(finding.place == Place(file: "Caller.swift", line: 2, column: 3))
    #expect(finding.path.map(\.symbol) == ["pause()", "inner()", "usleep"])
    #expect(finding.path.map(\.place?.file) == ["Caller.swift", "Helper.swift", "Helper.swift"])
    #expect(finding.context.symbol == "serve()")
  }

  @Test func theOrderOfFilesChangesNothing() {
    let others = (0..<6).map { Source("Other\($0).swift", "func other\($0)() async { pause() }\n") }
    let sources = [caller, helper] + others
    let expected = lintEverything(sources)
    #expect(expected.count { $0.rule == "blocking-call" } == 7)
    #expect(lintEverything(sources.reversed()) == expected)
    #expect(lintEverything(Array(sources.dropFirst(3) + sources.prefix(3))) == expected)
  }

  @Test func theShortestPathIsTheWitness() throws {
    let source = Source(
      "A.swift",
      """
      import Foundation
      func long() { middle() }
      func middle() { short() }
      func short() { usleep(1) }
      func both() { long(); short() }
      func serve() async { both() }
      """)
    let finding = try #require(lint([source]).first)
    #expect(finding.path.map(\.symbol) == ["both()", "short()", "usleep"])
  }

  @Test func recursionEnds() {
    let source = Source("A.swift", "func a() { b() }\nfunc b() { a() }\nfunc serve() async { a() }\n")
    #expect(lintEverything([source]).allSatisfy { $0.rule == "needless-async" })
  }

  @Test func privateFunctionsOfTwoFilesAreTwo() {
    let quiet = Source("Quiet.swift", "private func work() {}\nfunc first() async { work() }\n")
    let loud = Source(
      "Loud.swift", "import Foundation\nprivate func work() { usleep(1) }\nfunc second() async { work() }\n")
    #expect(lint([quiet, loud]).map(\.place.file) == ["Loud.swift"])
  }

  @Test func staticFunctionsOfTwoCFilesAreTwo() {
    let prototype = "int uv_timer_start(void *, void (*)(void *), unsigned long, unsigned long);\n"
    let quiet = Source(
      "quiet.c",
      prototype
        + "static void work(void) {}\nstatic void tick(void *t) { work(); }\nvoid a(void *t) { uv_timer_start(t, tick, 1, 1); }\n"
    )
    let loud = Source(
      "loud.c",
      "#include <unistd.h>\n" + prototype
        + "static void work(void) { sleep(1); }\nstatic void tick(void *t) { work(); }\nvoid b(void *t) { uv_timer_start(t, tick, 1, 1); }\n"
    )
    #expect(lint([quiet, loud]).map(\.place.file) == ["loud.c"])
  }

  @Test func typesOfModulesThatAreNotImportedStayApart() {
    let other = Source("Other.swift", "public struct Gate { public func wait() {} }\n", module: "Other")
    let own = Source(
      "Own.swift",
      "import Foundation\nstruct Gate { func wait() { usleep(1) } }\nfunc serve(_ gate: Gate) async { gate.wait() }\n",
      module: "Own")
    #expect(lint([other, own]).map(\.place.file) == ["Own.swift"])
  }

  @Test func swiftReachesIntoCOfTheSamePackage() throws {
    let c = Source("shim.c", "#include <unistd.h>\nvoid shim_wait(void) { sleep(1); }\n")
    let swift = Source("Use.swift", "import CShim\nfunc serve() async { shim_wait() }\n")
    let finding = try #require(lint([c, swift]).first)
    #expect(finding.path.map(\.symbol) == ["shim_wait", "sleep"])
  }
}
