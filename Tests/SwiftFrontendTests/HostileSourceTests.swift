import Model
import SwiftFrontend
import Testing

@Suite struct HostileSourceTests {
  static let depth = 4_000

  static let sources = [

    String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth),
    "let x = " + String(repeating: "[", count: depth),
    "f" + String(repeating: "{ f", count: depth) + String(repeating: "}", count: depth),
    "let x = a" + String(repeating: ".b", count: depth),
    "let x = a" + String(repeating: ".b()", count: depth) + "\nlet",
    "let x = a" + String(repeating: "()", count: depth),
    "let x = a" + String(repeating: "!", count: depth) + " let y: A" + String(repeating: "?", count: depth),
    "let x = a" + String(repeating: "[0]", count: depth) + " = }",
    "let x = 1" + String(repeating: " + 1", count: depth),
    "let x = 1" + String(repeating: " ?? 1", count: depth),
    "let x = 1" + String(repeating: " ? 1 : 1", count: depth),
    "x" + String(repeating: " = x", count: depth),
    "x" + String(repeating: " as X", count: depth),
    "let x = " + String(repeating: "try ", count: depth) + "f()",
    "let x = " + String(repeating: "await ", count: depth) + "f()",
    "let x = " + String(repeating: "-(", count: depth),
    "func f() { if a {}" + String(repeating: " else if a {}", count: depth) + "}",
    "func f() {" + String(repeating: "if a {", count: depth) + String(repeating: "}", count: depth) + "}",
    "let x: " + String(repeating: "A<", count: depth) + "B" + String(repeating: ">", count: depth),
    "let x: () " + String(repeating: "-> () ", count: depth),
    "let x: A" + String(repeating: ".A", count: depth),
    "let x: " + String(repeating: "some ", count: depth) + "A",
    "let x: " + String(repeating: "@a inout ", count: 50) + "A",
    String(repeating: "struct A {", count: depth) + String(repeating: "}", count: depth),
    String(repeating: "#if A\n", count: depth) + String(repeating: "#endif\n", count: depth),
    "let x = " + String(repeating: #""\("#, count: depth),
    "switch x { case " + String(repeating: ".a(", count: depth),
    "func f() { " + String(repeating: "a: ", count: depth) + "while x {} }",
    "let x = { $99999999999 }; let y = { $1000000 }",
    "let x = " + String(repeating: "if a { ", count: depth),
    "@available(*, noasync, message: \"\"\"\nfunc f() {}",
    "// unblock:", "", "\u{FEFF}let x = f()", "\0\0\0", "`", "``", "\"", "/*", "#if", "let", "func", "extension {}",
    "// unblock: ignore " + String(repeating: "(", count: depth),
  ]

  // The sources are too long to be the names of test cases.
  @Test(arguments: sources.indices)
  func nothingExhaustsTheStack(number: Int) {
    let summary = read(Self.sources[number] + "\n")
    #expect(violations(of: summary) == [])
  }

  @Test func whatIsNestedTooDeeplyIsSaid() {
    let summary = read("let x = " + String(repeating: "(", count: 10_000) + "1" + String(repeating: ")", count: 10_000))
    #expect(summary.problems.contains { $0.message.contains("nest") })
    let chain = read("let x = a" + String(repeating: ".b()", count: 10_000))
    #expect(chain.problems.contains { $0.message.contains("levels deep") })
  }

  @Test func aSyntaxErrorIsToldAndTheRestIsRead() {
    let summary = read(
      """
      func broken( { }
      func whole() { work() }
      """)
    #expect(summary.problems.map(\.line) == [1])
    #expect(summary.problems.allSatisfy { !$0.isFatal })
    #expect(summary.calls(of: "whole()") == ["work() unused"])
  }
}
