import Model
import SwiftFrontend
import Testing

@Suite struct CallTests {
  @Test func callsStandInTheOrderTheyRun() {
    let summary = read(
      """
      func f(_ q: Queue) {
        let s = make(name: "a", 3, -4, true, nil, 1.5)
        s.wait(timeout: .now())
        q.main.sync { run($0, $1) } finally: { }
        _ = drop()
      }
      """)
    #expect(
      summary.calls(of: "f(_:)") == [
        #"make(name: "a", 3, -4, true, nil, 1.5)"#, ".now()", "%s.wait(timeout: <1>) unused", "read %q.main",
        "%q.main.sync(trailing {0}, finally: trailing {1}) unused", "drop() unused",
      ])
    #expect(summary.closureCalls == [["run(%$0, %$1)"], []])
    #expect(summary.bodies[0].calls[2].place == Place(file: "File.swift", line: 3, column: 5))
    #expect(violations(of: summary) == [])
  }
}
