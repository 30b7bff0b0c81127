import StallWatchdog
import Testing

@testable import StallTesting

struct StallMessageTests {
  let project = Project(root: "/shop/")
  let code = TestCode(function: TestFunction(name: "opens", file: "/shop/Tests/Opening.swift"))

  private func message(_ entries: StallLedger.Entry...) -> String? {
    FoundStall.all(in: entries, of: code, in: project) { _ in true }.first?.message(in: project)
  }

  private func loading(_ call: String = "futex") -> StalledThread {
    thread(
      1,
      [
        frame(call), frame("Store.load()", "/shop/Sources/Store.swift", 12),
        frame("opens()", "/shop/Tests/Opening.swift", 9),
      ],
      doing: .blocked(call: call, channel: nil))
  }

  @Test func saysHowLongWhyAndByWhichCalls() {
    #expect(
      message(entry(stall(1, of: .probe, for: 212, loading()), .ownWork)) == """
        kept its thread for 212 ms, blocked in futex; 50 ms are allowed
          Store.load()  Sources/Store.swift:12
          opens()  Tests/Opening.swift:9
        """)
  }

  @Test func countsTheStallsOfOneLine() {
    #expect(
      message(entry(stall(1, for: 60, loading())), entry(stall(2, at: 100, for: 1234, loading()))) == """
        kept the main actor for 1.23 s, blocked in futex; 50 ms are allowed
        2 stalls here, 1.29 s in all; this was the longest
          Store.load()  Sources/Store.swift:12
          opens()  Tests/Opening.swift:9
        """)
  }

  @Test func saysWhatItDoesNotKnow() {
    let load = thread(1, [frame("Store.load()", "/shop/Sources/Store.swift", 12)])
    #expect(
      message(entry(stall(1, for: 75, load), lasts: true)) == """
        kept the main actor for at least 75 ms, blocked in futex; 50 ms are allowed
          Store.load()  Sources/Store.swift:12
        which test caused it cannot be told: its function is not on the stack
        """)
  }

  @Test func aThreadThatUsedTheCPUIsBusy() {
    #expect(
      message(entry(stall(1, of: .probe, for: 9, thread(1, doing: .busy)), .ownWork)) == """
        kept its thread for 9.0 ms, busy on the CPU; 50 ms are allowed
        no line of the package was seen in it
        """)
  }

  @Test(arguments: [
    (0, "0 µs"), (999, "999 µs"), (1000, "1.0 ms"), (9999, "9.9 ms"), (10_000, "10 ms"), (999_999, "999 ms"),
    (1_000_000, "1.00 s"), (12_050_000, "12.05 s"),
  ])
  func roundsDown(_ microseconds: Int, _ text: String) {
    #expect(Duration.microseconds(microseconds).rounded == text)
  }
}
