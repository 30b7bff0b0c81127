/// A line of `rules/` or of a user's own file that cannot be read.
package struct RulesError: Error, Hashable, Sendable {
  package var location: RuleLocation
  package var found: String
  package var expected: String
  package var suggestion: String?

  init(location: RuleLocation, found: String, expected: String, suggestion: String?) {
    self.location = location
    self.found = found
    self.expected = expected
    self.suggestion = suggestion
  }

  /// `facts/c/posix.facts:12: unknown kind "slep"; did you mean sleep?`
  package var message: String {
    "\(location.file):\(location.line): \(found); "
      + (suggestion.map { "did you mean \($0)?" } ?? "expected \(expected)")
  }

  /// The same fault in a file that is named from further up.
  func below(_ folder: String) -> RulesError {
    var error = self
    error.location.file = folder + location.file
    return error
  }
}
