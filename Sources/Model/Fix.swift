/// A change of source text that mends a finding.
package struct Fix: Hashable, Codable, Sendable {
  package enum Applicability: String, Codable, Sendable {
    /// The program compiles as before and does the same, but for blocking.
    case safe
    /// It may do something else, or need a hand to compile.
    case unsafe
  }

  /// Bytes `start..<end` of a file become `text`.
  package struct Edit: Hashable, Codable, Sendable {
    package var file: String
    package var start: Int
    package var end: Int
    package var text: String

    package init(file: String, start: Int, end: Int, text: String) {
      self.file = file
      self.start = start
      self.end = end
      self.text = text
    }
  }

  package var applicability: Applicability
  /// Sorted, without overlap.
  package var edits: [Edit]

  package init(applicability: Applicability, edits: [Edit]) {
    self.applicability = applicability
    self.edits = edits
  }
}

/// What to write instead of the code at a finding, before anyone has looked at how that code is spelled.
package enum Repair: Hashable, Codable, Sendable {
  /// The call becomes what a fact's template says, its holes numbered by the call's own arguments.
  case replaceCall(CallTemplate, losesResult: Bool = false)
  /// The blocking call is wrapped in an offload to a thread that may block.
  case offload
  /// `try await group.waitForAll()` at the end of the group's closure.
  case waitForAll
  /// The task's statements go into a `do` whose `catch` reports the error.
  case catchErrors
  /// The call becomes an awaited call of its async twin, named with or without labels.
  case callTwin(name: String, isThrowing: Bool = false)
}
