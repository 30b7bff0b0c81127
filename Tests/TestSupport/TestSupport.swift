import Analysis
import ClangFrontend
@testable import Linter
package import Model
package import Rules
import SwiftFrontend

/// A source file that exists in a test only.
package struct Source: Sendable {
  package var file: String
  package var text: String
  /// The Swift module.
  package var module: String

  package init(_ file: String, _ text: String, module: String = "Example") {
    self.file = file
    self.text = text
    self.module = module
  }
}

/// What a run without options, or with `--pedantic`, reports on one file: the real readers, analysis, suppressions and selection.
package func lint(
  _ text: String, language: Summary.Language = .swift, file: String? = nil, rules: Rules = .forTests,
  isPedantic: Bool = false
) -> [Finding] {
  lint(
    [Source(file ?? (language == .swift ? "Example.swift" : "example.c"), text)], rules: rules, isPedantic: isPedantic)
}

/// What such a run reports on several files of one program.
package func lint(_ sources: [Source], rules: Rules = .forTests, isPedantic: Bool = false) -> [Finding] {
  var selection = Selection()
  selection.showsNotes = isPedantic
  return lintEverything(sources, rules: rules).filter(selection.shows)
}

/// What is known of several files, hidden findings included.
package func lintEverything(_ sources: [Source], rules: Rules = .forTests) -> [Finding] {
  let summaries = sources.map(summary)
  let suppressions = Suppressions(summaries: summaries, rules: Set(rules.pages.map(\.name)))
  return suppressions.applied(to: Analysis(rules).findings(in: summaries))
    .sorted { ($0.place, $0.rule, $0.message) < ($1.place, $1.rule, $1.message) }
}

/// What a reader makes of a file.
package func summary(of source: Source) -> Summary {
  guard source.file.hasSuffix(".c") || source.file.hasSuffix(".h") else {
    return SwiftReader().read(source.text, file: source.file, module: source.module)
  }
  guard let library = Libclang.forTests else {
    var summary = Summary(file: source.file, language: .c, module: "")
    summary.problems = [Problem(file: source.file, message: "no libclang", isFatal: true)]
    return summary
  }
  return ClangReader(library: library)
    .read(.loose(file: source.file, directory: "/", unsavedText: source.text))
}

extension Rules {
  /// The rules that come with the tool; none when they cannot be read, which a test of its own tells.
  package static let forTests = (try? Rules.builtIn()) ?? Rules()
}
