import Model
import Rules
import Testing

/// What a reader must not let pass, and what it says.
struct Refusal: Sendable, CustomTestStringConvertible {
  var text: String
  var file = "facts/c/test.facts"
  var line = 1
  var message: String

  var testDescription: String { message }
}

@Suite struct RefusalTests {
  static let facts: [Refusal] = [
    Refusal(text: "usleep blocks slep", message: "unknown kind \"slep\"; did you mean sleep?"),
    Refusal(
      text: "usleep blocks",
      message: "no kind; expected \(BlockingKind.allCases.map(\.rawValue).joined(separator: ", "))"),
    Refusal(text: "usleep bloks sleep", message: "unknown verb \"bloks\"; did you mean blocks?"),
    Refusal(
      text: "usleep",
      message:
        "no verb; expected blocks, runs, holds, releases, drives, is, refines, ends, nonblocking, tells, observed, completes, throws, checks, twin"
    ),
    Refusal(
      text: "usleep # a comment",
      message:
        "unknown verb \"#\"; expected blocks, runs, holds, releases, drives, is, refines, ends, nonblocking, tells, observed, completes, throws, checks, twin"
    ),
    Refusal(text: "usleep blocks sleep # a comment", message: "\"#\"; expected two spaces before a comment"),
    Refusal(text: "usleep blocks sleep wen argument 0 is 1", message: "unknown clause \"wen\"; did you mean when?"),
    Refusal(text: "f runs argument 1 on evnt-loop", message: "unknown context \"evnt-loop\"; did you mean event-loop?"),
    Refusal(text: "f runs argument x off", message: "\"x\"; expected a number from 0"),
    Refusal(text: "f runs argment 1 off", message: "unknown subject \"argment\"; did you mean argument?"),
    Refusal(text: "f runs argument 1 inlin", message: "unknown place to run \"inlin\"; did you mean inline?"),
    Refusal(text: "f runs argument 1", message: "no place to run; expected on, off, inline, creator"),
    Refusal(text: "f runs field off", message: "\"runs field\" of f; expected a field, as record.field"),
    Refusal(text: "f runs argument 1 off passing [T", message: "the end of the line; expected \"]\""),
    Refusal(text: "f holds lok until g", message: "unknown resource \"lok\"; did you mean lock?"),
    Refusal(text: "f holds lock", message: "the end of the line; expected until SYMBOL"),
    Refusal(text: "f holds lock until", message: "the end of the line; expected the symbol that ends it"),
    Refusal(text: "f is", message: "the end of the line; expected a type"),
    Refusal(text: "f refines A,,B", message: "\",B\"; expected a type"),
    Refusal(text: "f blocks wait for event-lop", message: "unknown executor \"event-lop\"; did you mean event-loop?"),
    Refusal(text: "f blocks wait when argument 0", message: "no test; expected is, has, lacks"),
    Refusal(text: "f blocks wait when argument 0 si 1", message: "unknown test \"si\"; did you mean is?"),
    Refusal(text: "f blocks wait when argument 0 is", message: "the end of the line; expected a value"),
    Refusal(text: "f blocks wait when argument 0 is f(", message: "\"f(\"; expected a value"),
    Refusal(text: "f blocks wait when argument 0 is \"x", message: "\"x\"; expected a closing quote"),
    Refusal(text: "f blocks wait when argument 0 is at least 3", message: "\"least\"; expected at most N"),
    Refusal(text: "f blocks wait when argument 0 is at most x", message: "\"x\"; expected a number"),
    Refusal(text: "f blocks wait when argument 0 has", message: "the end of the line; expected a flag"),
    Refusal(
      text: "f blocks wait when argument 0 is not missing",
      message: "\"not missing\"; expected the opposite clause: when for unless, unless for when"),
    Refusal(
      text: "f blocks wait when argument 0 is 1 and argument 1 is 2 or argument 2 is 3",
      message: "\"and\" and \"or\" in one condition; expected one of them"),
    Refusal(
      text: "f blocks wait when timeout is 1", message: "unknown subject \"timeout\"; expected argument, deep, receiver"
    ),
    Refusal(
      text: "f blocks wait when argument 0 is 1 when argument 1 is 2",
      message: "a second \"when\"; expected each clause once, and one of instead and see"),
    Refusal(
      text: "remedy timer * later\nf blocks wait see timer instead a timer", line: 2,
      message: "a second \"instead\"; expected each clause once, and one of instead and see"),
    Refusal(text: "f blocks wait instead", message: "the end of the line; expected what to use instead"),
    Refusal(text: "f blocks wait fix", message: "the end of the line; expected Swift code to write instead"),
    Refusal(
      text: "f blocks wait fix g($0)", message: "\"g($0)\"; expected code that begins with await, or try await"),
    Refusal(
      text: "f blocks wait fix await g($x)", message: "\"$x\"; expected $N, a parameter from $0, or $receiver"),
    Refusal(text: "f blocks wait fix await g($0, $0)", message: "a second \"$0\"; expected each of them once"),
    Refusal(
      text: "f blocks wait fix await g($0", message: "\"await g($0\"; expected as many closing as opening brackets"),
    Refusal(text: "f ends process fix await g()", message: "\"fix\" of what does not block; expected blocks KIND"),
    Refusal(
      text: "M.f(_:) blocks wait fix await g($1)", file: "facts/swift/test.facts",
      message: "argument 1 of M.f(_:); expected a number below 1"),
    Refusal(text: "f blocks wait since now", message: "\"now\"; expected a version, such as 2.0"),
    Refusal(text: "f blocks wait on linus", message: "unknown platform \"linus\"; did you mean linux?"),
    Refusal(
      text: "remedy timer * later\nf blocks wait see timr", line: 2,
      message: "unknown remedy \"timr\"; did you mean timer?"),
    Refusal(text: "remedy timer", message: "the end of the line; expected a module, a header, or *"),
    Refusal(text: "remedy timer *", message: "the end of the line; expected what to use instead"),
    Refusal(
      text: "remedy timer * one\nremedy timer * two", line: 2,
      message: "a second remedy timer for *; expected one; the first is facts/c/test.facts:1"),
    Refusal(
      text: "f blocks wait\n\nf blocks sleep", line: 3,
      message: "a second \"blocks\" for f; expected one; the first is facts/c/test.facts:1"),
    Refusal(
      text: "f runs argument 0 off\nf runs argument 0 inline", line: 2,
      message: "a second \"runs\" for f; expected one; the first is facts/c/test.facts:1"),
    Refusal(
      text: "f observed as promis", message: "unknown kind \"promis\"; did you mean promise?"),
    Refusal(text: "f observed task", message: "\"task\"; expected as KIND"),
    Refusal(
      text: "f completes", message: "no kind; expected task, future, request, thread, continuation, promise, group"),
    Refusal(text: "f throws errors", message: "\"errors\"; expected cancellation"),
    Refusal(text: "f checks", message: "the end of the line; expected cancellation"),
    Refusal(
      text: "f twin g",
      message: "\"g\"; expected the async function that does the same, as Module.Type.member(label:), or none"),
    Refusal(text: "f twin none", message: "the end of the line; expected because, and the reason"),
    Refusal(
      text: "f twin M.g()\nf twin none because it blocks as well", line: 2,
      message: "a second \"twin\" for f; expected one; the first is facts/c/test.facts:1"),
    swift("M.f(a:) completes thread argument 1", "argument 1 of M.f(a:); expected a number below 1"),
    Refusal(text: "a.b.c blocks wait", message: "\"a.b.c\"; expected a C function, or record.field"),
    Refusal(text: "f(_:) blocks wait", message: "\"f(_:)\"; expected a C function, or record.field"),
    Refusal(text: "{f blocks wait", message: "\"{f\"; expected alternatives as {a,b}"),
    Refusal(text: "{f} blocks wait", message: "\"{f}\"; expected two or more different alternatives, as {a,b}"),
    Refusal(
      text: "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b} blocks wait",
      message: "\"{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}\"; expected at most 256 alternatives in one line"),
    swift(
      "sleep(_:) blocks sleep", "\"sleep(_:)\"; expected Module.Type.member(label:_:), with the module that declares it"
    ),
    swift("M.f(a blocks sleep", "\"(a\"; expected a closing parenthesis"),
    swift("M.f(a) blocks sleep", "\"(a)\"; expected a colon after each label"),
    swift("M.f(a::) blocks sleep", "\":\"; expected a label, or _ for an argument without one"),
    swift("M.f(a:) runs argument 1 off", "argument 1 of M.f(a:); expected a number below 1"),
    swift("M.f(a:) blocks wait when argument 1 is 2", "argument 1 of M.f(a:); expected a number below 1"),
    swift("M.f(timeout:) blocks wait when timeot is 1", "unknown subject \"timeot\"; did you mean timeout?"),
    Refusal(
      text: "x", file: "facts/notes.txt", message: "\"notes.txt\"; expected a fact file (*.facts) or a page (*.md)"),
  ]

  static let pages: [Refusal] = [
    page("# Title", 1, "\"# Title\"; expected front matter between two lines ---"),
    page("---\nsummary: x\n", 1, "front matter without end; expected a second line ---"),
    page("---\nsummary: x\nsince: 0.1\n---\n", 1, "front matter without pattern; expected summary, pattern and since"),
    page("---\nsumary: x\n---\n", 2, "unknown key \"sumary\"; did you mean summary?"),
    page("---\nsummary\n---\n", 2, "\"summary\"; expected key: value"),
    page("---\nsummary:\n---\n", 2, "\"summary:\"; expected a value"),
    page("---\nsince: 1\nsince: 2\n---\n", 3, "a second \"since\"; expected each key once"),
    page("---\nsummary: x\nsince: 0.1\npattern: cal\n---\n", 4, "unknown pattern \"cal\"; did you mean call?"),
    page(
      "---\nsummary: x\nsince: 0.1\npattern: dropped\n---\n", 4,
      "pattern dropped without \"of\"; expected \"of\" with dropped and owed, and only there"),
    page(head + "of: taks\n---\n", 5, "unknown obligation \"taks\"; did you mean task?"),
    page(head + "kinds: sleep, wiat\n---\n", 5, "unknown kind \"wiat\"; did you mean wait?"),
    page(head + "contexts: asyc\n---\n", 5, "unknown context \"asyc\"; did you mean async?"),
    page(head + "inside: detache\n---\n", 5, "unknown value \"detache\"; did you mean detached?"),
    page(head + "waits: own\n---\n", 5, "unknown value \"own\"; expected own-executor"),
    page(head + "---\n\n```swift\nf()\n", 7, "an example without end; expected a line ```"),
    page(head + "---\n```swift\nf()  // findng: test\n```\n", 7, "unknown label \"findng\"; did you mean finding?"),
    page(head + "---\n```swift\nf()  // finding: tst\n```\n", 7, "unknown rule \"tst\"; did you mean test?"),
    page(
      head + "---\n```c\nf();  // finding: test,\n```\n", 7,
      "\" finding: test,\"; expected the rules, separated by commas"),
    Refusal(
      text: head + "---\n", file: "Test.md", message: "\"Test\"; expected a rule named in lower case with hyphens"),
  ]

  private static let head = "---\nsummary: x\nsince: 0.1\npattern: call\n"

  private static func swift(_ text: String, _ message: String) -> Refusal {
    Refusal(text: text, file: "facts/swift/test.facts", message: message)
  }

  private static func page(_ text: String, _ line: Int, _ message: String) -> Refusal {
    Refusal(text: text, file: "test.md", line: line, message: message)
  }

  @Test(arguments: facts + pages) func saysWhatIsWrongAndWhere(_ refusal: Refusal) {
    let error = #expect(throws: RulesError.self) { try Rules(files: [(refusal.file, refusal.text)]) }
    #expect(error?.message == "\(refusal.file):\(refusal.line): \(refusal.message)")
  }

  @Test func aSecondPageOfTheSameNameIsRefused() {
    let text = Self.head + "---\n"
    #expect(throws: RulesError.self) { try Rules(files: [("test.md", text), ("more/test.md", text)]) }
  }

  @Test func aDuplicateAmongAlternativesNamesItsLine() {
    let error = #expect(throws: RulesError.self) {
      try Rules(files: [("c/a.facts", "g blocks wait\n{f,g} blocks sleep")])
    }
    #expect(error?.location == RuleLocation(file: "c/a.facts", line: 2))
  }
}
