package import Model
package import Rules
import SwiftFrontend

/// Mends findings round after round until none is left that can be, and touches no file meanwhile.
package struct Fixer: Sendable {
  /// A fix may make room for another one; what takes longer than this is not getting anywhere.
  private static let mostRounds = 10

  private let linter: Linter
  package let allowsUnsafe: Bool

  package init(_ linter: Linter, allowsUnsafe: Bool) {
    self.linter = linter
    self.allowsUnsafe = allowsUnsafe
  }

  package func run(toolVersion: String) throws(LinterError) -> FixResult {
    var linter = linter
    var outcome = FixResult(lint: try linter.run(toolVersion: toolVersion))
    var broken: Set<String> = []
    for _ in 0..<Self.mostRounds {
      let files = outcome.lint.fixableFiles
      let candidates = outcome.lint.report.findings.filter { !broken.contains($0.place.file) }
      let plan = FixPlan(candidates, allowsUnsafe: allowsUnsafe)
      var isChanged = false
      for name in plan.edits.keys.sorted() {
        guard let file = files[name] else { continue }
        // Not a word of a file is changed when the sum of its fixes is not Swift.
        guard let text = plan.applied(to: file.text, of: name), SourceRepairs.isIntact(text) else {
          broken.insert(name)
          continue
        }
        isChanged = true
        outcome.fixed += plan.findings.count { $0.place.file == name }
        outcome.change(file, name, to: text)
        linter.options.unsavedTexts[file.path] = text
      }
      guard isChanged else { break }
      outcome.lint = try linter.run(toolVersion: toolVersion)
    }
    let left = outcome.lint.report.findings.filter { !broken.contains($0.place.file) }.compactMap(\.fix)
    outcome.unsafeLeft = left.count { $0.applicability == .unsafe }
    return outcome
  }
}

/// A file of the user's that has findings which can be mended.
package struct FixableFile: Hashable, Sendable {
  /// Absolute.
  package var path: String
  package var text: String

  /// Where a byte of it stands.
  package func place(ofByte offset: Int, name: String) -> Place {
    let before = text.utf8.prefix(offset)
    let line = before.count { $0 == UInt8(ascii: "\n") }
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { before.index(after: $0) } ?? before.startIndex
    return Place(file: name, line: line + 1, column: before.distance(from: start, to: before.endIndex) + 1)
  }
}

/// What fixing came to.
package struct FixResult: Sendable {
  /// A file as it is and as it should be.
  package struct Change: Hashable, Sendable {
    /// As reports name it.
    package var name: String
    /// Absolute.
    package var path: String
    package var before: String
    package var after: String
  }

  /// What is left, as if the changes were made.
  package var lint: LintResult
  /// Sorted by name.
  package private(set) var changes: [Change] = []
  package var fixed = 0
  /// Findings that only an unsafe fix would mend.
  package var unsafeLeft = 0

  init(lint: LintResult) {
    self.lint = lint
  }

  mutating func change(_ file: FixableFile, _ name: String, to text: String) {
    if let known = changes.firstIndex(where: { $0.name == name }) {
      changes[known].after = text
    } else {
      changes.append(Change(name: name, path: file.path, before: file.text, after: text))
      changes.sort { $0.name < $1.name }
    }
  }
}
