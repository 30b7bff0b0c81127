import Foundation
import Model
import Rules
import TestSupport
import Testing

/// Every labelled line, changed so that it must fall silent, or move by a known length.
@Suite struct MutationTests {
  @Test(arguments: Pages.findings) func aCommentIsSilent(_ line: LabelledLine) {
    guard let code = line.code, line.isWholeStatement else { return }
    let mutant = line.replaced(by: "// \(code)")
    #expect(!line.isReported(in: mutant), "a comment is reported", sourceLocation: line.location)
  }

  @Test(arguments: Pages.findings) func aStringIsSilent(_ line: LabelledLine) {
    guard let code = line.code, line.isWholeStatement else { return }
    let quoted = code.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let mutant = line.replaced(
      by: line.example.example.language == .swift ? "_ = \"\(quoted)\"" : "(void)\"\(quoted)\";")
    #expect(!line.isReported(in: mutant), "a string is reported", sourceLocation: line.location)
  }

  @Test(arguments: Pages.findings) func aSuppressionIsSilent(_ line: LabelledLine) {
    guard line.code != nil else { return }
    let comment = "// unblock: ignore \(line.expectation.rule) - the test says so\n"
    let mutant = line.replaced(by: comment + line.text)
    let findings = line.lint(mutant)
    #expect(
      findings.of(line.expectation.rule, line: line.expectation.line + 1).isEmpty, "a suppressed line is reported",
      sourceLocation: line.location)
    #expect(
      findings.of("unused-suppression", line: line.expectation.line).isEmpty, "the suppression is called unused",
      sourceLocation: line.location)
  }

  @Test(arguments: Pages.findings) func aMultiByteCharacterMovesTheColumn(_ line: LabelledLine) throws {
    guard line.code != nil else { return }
    let prefix = "/* é€😀 */ "
    let before = line.example.lint().of(line.expectation.rule, line: line.expectation.line)
    let after = line.lint(line.replaced(by: prefix + line.text)).of(line.expectation.rule, line: line.expectation.line)
    #expect(
      after.map(\.place.column) == before.map { $0.place.column + prefix.utf8.count }, sourceLocation: line.location)
  }
}

extension LabelledLine {
  /// What stands before the label; nil when the line is nothing but a comment.
  fileprivate var code: String? {
    guard let end = text.range(of: "//")?.lowerBound else { return nil }
    let code = String(text[..<end].drop { $0 == " " })
    return code.isEmpty ? nil : code
  }

  /// The line can go without taking half a statement along: it opens and closes nothing, and nothing needs its name.
  fileprivate var isWholeStatement: Bool {
    guard let code else { return false }
    let opens = code.filter { "({[".contains($0) }.count
    return opens == code.filter { ")}]".contains($0) }.count && !code.hasPrefix("async let") && !code.hasPrefix("let ")
      && !code.hasPrefix("int ") && !code.hasPrefix("while ") && !code.hasPrefix("DispatchQueue")
  }

  fileprivate func replaced(by replacement: String) -> String {
    var lines = example.lines
    lines[expectation.line - 1] = replacement
    return lines.joined(separator: "\n")
  }

  fileprivate func lint(_ source: String) -> [Finding] {
    example.lint(source)
  }

  fileprivate func isReported(in source: String) -> Bool {
    !lint(source).of(expectation.rule, line: expectation.line).isEmpty
  }
}
