import Reports
import Testing

@Suite struct UnifiedDiffTests {
  @Test func aChangeWithItsSurroundings() {
    let before = (1...9).map { "\($0)\n" }.joined()
    let after = before.replacing("5\n", with: "five\n")
    #expect(
      UnifiedDiff(name: "x/a.swift", before: before, after: after).text() == """
        --- a/x/a.swift
        +++ b/x/a.swift
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8

        """)
  }

  @Test func changesThatAreFarApartAreApart() {
    let before = (1...20).map { "\($0)\n" }.joined()
    let after = before.replacing("3\n4\n", with: "3\n").replacing("18\n", with: "18\n18½\n")
    let hunks = UnifiedDiff(name: "a", before: before, after: after).text().split(separator: "\n")
      .filter { $0.hasPrefix("@@") }
    #expect(hunks == ["@@ -1,7 +1,6 @@", "@@ -16,5 +15,6 @@"])
  }

  @Test func theEndWithoutANewlineIsTold() {
    let text = UnifiedDiff(name: "/abs", before: "a\nb", after: "a\nc\n").text()
    #expect(text == "--- /abs\n+++ /abs\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n")
  }

  @Test func carriageReturnsStay() {
    let text = UnifiedDiff(name: "a", before: "a\r\nb\r\n", after: "a\r\nc\r\n").text()
    #expect(text.hasSuffix(" a\r\n-b\r\n+c\r\n"))
  }

  @Test func nothingIsNoDiff() { #expect(UnifiedDiff(name: "a", before: "a\n", after: "a\n").text() == "") }

  @Test func anEmptyFileIsFilled() {
    #expect(UnifiedDiff(name: "a", before: "", after: "x\n").text() == "--- a/a\n+++ b/a\n@@ -0,0 +1 @@\n+x\n")
  }

  @Test func colours() {
    let text = UnifiedDiff(name: "a", before: "a\n", after: "b\n").text(colors: true)
    #expect(text.contains("\u{1B}[1;31m-a\u{1B}[0m\n\u{1B}[1;32m+b\u{1B}[0m\n"))
  }
}
