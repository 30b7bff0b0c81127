import Foundation
import Model
import Rules
import TestSupport
import Testing

/// The pages and examples of `rules/`, read from the folder itself so that failures can point into it.
enum Pages {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "rules").path

  static let all = Rules.forTests.pages
  static let examples = all.flatMap { page in
    page.examples.filter { $0.language == .swift || canReadC }.map { PageExample(page: page, example: $0) }
  }
}

struct PageExample: Sendable, CustomTestStringConvertible {
  var page: RulePage
  var example: Example

  var testDescription: String { "\(example.location.file):\(example.location.line)" }
  var file: String { example.language == .swift ? "Example.swift" : "example.c" }
  var lines: [String] { example.source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

  /// What the run that the page speaks of reports on the example, or on a text made from it.
  func lint(_ source: String? = nil) -> [Finding] {
    TestSupport.lint(source ?? example.source, language: example.language, isPedantic: example.isPedantic)
  }

  /// Where a failure at a line of the example should show.
  func location(line: Int) -> SourceLocation {
    SourceLocation(
      fileID: "rules/\(example.location.file)", filePath: Pages.folder + "/" + example.location.file,
      line: example.location.line + line - 1, column: 1)
  }

  /// The lines on which a rule must, today, report something, and those on which it does.
  func expected(_ rule: String) -> Set<Int> {
    Set(example.expectations.filter { $0.rule == rule && $0.label != .missed }.map(\.line))
  }
}

/// One line with one label.
struct LabelledLine: Sendable, CustomTestStringConvertible {
  var example: PageExample
  var expectation: Example.Expectation

  var testDescription: String { "\(expectation.rule) at \(example.example.location.file):\(pageLine)" }
  var pageLine: Int { example.example.location.line + expectation.line - 1 }
  var location: SourceLocation { example.location(line: expectation.line) }
  var text: String { example.lines[expectation.line - 1] }
}

extension Pages {
  static let findings = examples.flatMap { example in
    example.example.expectations.filter { $0.label == .finding }.map { LabelledLine(example: example, expectation: $0) }
  }
}

extension [Finding] {
  func of(_ rule: String, line: Int) -> [Finding] { filter { $0.rule == rule && $0.place.line == line } }
}
