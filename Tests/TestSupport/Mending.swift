@testable import Linter
package import Model
import SwiftFrontend

/// A Swift text with its fixes in it, as `--fix` makes it.
package struct Mending: Sendable {
  package private(set) var text: String
  package private(set) var fixed = 0
  /// What a run without options reports on the text, with the fixes that are left.
  package private(set) var findings: [Finding]

  package init(_ text: String, allowsUnsafe: Bool) {
    self.text = text
    findings = Self.lint(text)
    for _ in 0..<10 {
      let plan = FixPlan(findings, allowsUnsafe: allowsUnsafe)
      guard !plan.edits.isEmpty, let mended = plan.applied(to: self.text, of: Self.file) else { return }
      fixed += plan.findings.count
      self.text = mended
      findings = Self.lint(mended)
    }
  }

  private static let file = "Example.swift"

  private static func lint(_ text: String) -> [Finding] {
    let source = SourceRepairs(text, file: file)
    return TestSupport.lint(text, file: file).map { finding in
      var finding = finding
      finding.fix = finding.repair.flatMap { source?.fix($0, at: finding.place) }
      return finding
    }
  }
}
