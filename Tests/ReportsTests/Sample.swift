import Model
import Reports

/// A report with something of everything: a shared cause, two languages, characters of many bytes, control characters.
enum Sample {
  static let report = Report(toolVersion: "0.1.0", coverage: coverage, findings: [direct, first, second, signal])

  static let options: ReportOptions = {
    var options = ReportOptions()
    options.hiddenCounts = HiddenCounts(notes: 12, possible: 3)
    options.ruleDescriptions = [
      RuleDescription(
        name: "blocking-call", summary: "a call parks the thread of an async context",
        text: "A call that **waits** keeps every other task waiting.\n", severity: .error)
    ]
    options.sourceLine = { place in lines[place] }
    return options
  }()

  static let coverage: Coverage = {
    var coverage = Coverage()
    coverage.swift.files = 120
    coverage.swift.syntax = 120
    coverage.c.files = 12
    coverage.c.resolved = 10
    coverage.c.syntax = 2
    coverage.skipped = [
      Coverage.Skip(file: "Sources/Old/bad\u{7}.swift", reason: "not UTF-8"),
      Coverage.Skip(file: "/usr/include/odd.h", reason: "larger than 8 MB"),
    ]
    return coverage
  }()

  private static let lines: [Place: String] = [
    direct.place: "\tlet größe = 1; semaphore.wait()\r",
    cause: "  Thread.sleep(forTimeInterval: 1)",
    first.place: "    /* 🧵 */ refresh()",
  ]

  static let direct = Finding(
    rule: "blocking-call", kind: "wait", severity: .error, confidence: .inferred,
    place: Place(file: "Sources/Café, 日本/100%:a.swift", line: 7, column: 29),
    message: "semaphore.wait() \u{1B}[31mblocks\nload(\"x\") at 100%",
    context: Finding.Context(
      kind: .async, symbol: "load(_:)", place: Place(file: "Sources/Café, 日本/100%:a.swift", line: 5, column: 6)),
    path: [
      Finding.Hop(symbol: "semaphore.wait()", place: Place(file: "Sources/Café, 日本/100%:a.swift", line: 7, column: 29))
    ],
    remedy: "an AsyncStream", fingerprint: "d1")

  static let cause = Place(file: "Sources/App/Config.swift", line: 40, column: 10)

  static let first = Finding(
    rule: "blocking-call", kind: "sleep", severity: .error, confidence: .resolved,
    place: Place(file: "Sources/App/Actor.swift", line: 12, column: 16), message: "refresh() sleeps",
    context: Finding.Context(
      kind: .actor, symbol: "update()", place: Place(file: "Sources/App/Actor.swift", line: 10, column: 8)),
    path: [
      Finding.Hop(symbol: "refresh()", place: Place(file: "Sources/App/Actor.swift", line: 12, column: 16)),
      Finding.Hop(symbol: "readConfig()", place: Place(file: "Sources/App/Refresh.swift", line: 3, column: 3)),
      Finding.Hop(symbol: "Thread.sleep(forTimeInterval:)", place: cause),
    ],
    remedy: "Task.sleep(for:)", fingerprint: "f1")

  static let second = Finding(
    rule: "blocking-call", kind: "sleep", severity: .error, confidence: .resolved,
    place: Place(file: "Sources/App/View.swift", line: 9, column: 5), message: "readConfig() sleeps",
    context: Finding.Context(kind: .mainActor, symbol: "closure in body", place: nil),
    path: [
      Finding.Hop(symbol: "readConfig()", place: Place(file: "Sources/App/View.swift", line: 9, column: 5)),
      Finding.Hop(symbol: "Thread.sleep(forTimeInterval:)", place: cause),
    ],
    remedy: "Task.sleep(for:)", fingerprint: "s2")

  static let signal = Finding(
    rule: "busy-wait", kind: nil, severity: .note, confidence: .possible,
    place: Place(file: "/srv/other/signal.c", line: 3, column: 1), message: "spins",
    context: Finding.Context(kind: .signalHandler, symbol: "on_term", place: nil),
    path: [
      Finding.Hop(symbol: "drain", place: Place(file: "/srv/other/signal.c", line: 3, column: 1)),
      Finding.Hop(symbol: "poll", place: nil),
    ])
}
