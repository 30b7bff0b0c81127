package import Model
import SwiftDiagnostics
import SwiftParser
import SwiftParserDiagnostics
import SwiftSyntax

/// Lowers one Swift file to a summary.
package struct SwiftReader: Sendable {
  package init() {}

  /// Never fails: what cannot be read is named in `problems`, and the rest is lowered.
  package func read(_ text: String, file: String, module: String) -> Summary {
    var text = text
    if let line = text.withUTF8({ NestingScan.lineBeyond(Self.mostNested, in: $0) }) {
      var summary = Summary(file: file, language: .swift, module: module)
      summary.problems = [
        Problem(
          file: file, line: line, message: "code is nested more than \(Self.mostNested) levels deep", isFatal: true)
      ]
      return summary
    }
    let tree = Self.parse(&text)
    let lines = LineTable(file: file, text: text)
    let remarks = Remarks(tree, text: text, lines: lines)
    var summary = Summary(file: file, language: .swift, module: module)
    summary.suppressions = remarks.suppressions
    summary.problems = syntaxErrors(tree, lines) + remarks.problems
    let lowering = Lowering(summary: summary, lines: lines, remarks: remarks)
    lowering.lower(tree)
    return lowering.summary
  }

  /// The file as the parser sees it; nil when it is nested too deeply.
  static func tree(of text: String) -> SourceFileSyntax? {
    var text = text
    let isTooDeep = text.withUTF8 { NestingScan.lineBeyond(mostNested, in: $0) } != nil
    return isTooDeep ? nil : parse(&text)
  }

  private static func parse(_ text: inout String) -> SourceFileSyntax {
    // The parser's own limit differs between debug and release, and both must read the same.
    text.withUTF8 { Parser.parse(source: $0, maximumNestingLevel: mostNested) }
  }

  /// After the first few, the errors of a file that is not Swift say nothing new.
  private static let mostErrors = 20
  /// The generator of diagnostics recurses, also along chains of members, which the parser does not count.
  private static let deepest = 2000

  /// Deeper than any program that a person wrote, shallow enough for the stack of any thread that reads.
  private static let mostNested = 200

  private func syntaxErrors(_ tree: SourceFileSyntax, _ lines: LineTable) -> [Problem] {
    guard tree.hasError else { return [] }
    guard !tree.isDeeper(than: Self.deepest) else {
      return [Problem(file: lines.file, message: "syntax errors in code that is nested too deeply", isFatal: false)]
    }
    return ParseDiagnosticsGenerator.diagnostics(for: tree).filter { $0.diagMessage.severity == .error }
      .prefix(Self.mostErrors)
      .map { Problem(file: lines.file, line: lines.line($0.position), message: $0.message, isFatal: false) }
  }
}
