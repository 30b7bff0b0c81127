package import Linter
import Model
import Rules

extension CompiledPackage {
  /// Lints files of the folder, hidden findings included; notes are left out.
  package func lint(_ paths: [String], _ tier: Tier) throws -> LintResult {
    var options = LintOptions()
    options.workingDirectory = folder
    options.paths = paths
    options.selection.minimumConfidence = .possible
    options.index = tier == .index ? .path(store) : .off
    return try Linter(rules: .forTests, options: options).run(toolVersion: "test")
  }
}
