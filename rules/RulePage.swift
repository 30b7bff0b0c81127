package import Model

/// One page of `rules/`: which pattern is a fault, and the prose that explains it.
package struct RulePage: Hashable, Sendable {
  package enum Pattern: String, Hashable, Sendable, CaseIterable {
    /// A blocking call that an async context reaches.
    case call
    /// A loop that waits by asking again and again.
    case spin
    /// A blocking call while a lock is held.
    case held
    /// Something that must be observed, and that nobody looks at again.
    case dropped
    /// Something that must be completed, and is not on some path, or is twice.
    case owed
    /// An `async let` that is never read.
    case unread
    /// A loop that goes on after its task has been cancelled.
    case uncancelled
    /// A lock that is held where the task may be suspended.
    case lockedAwait = "locked-await"
    /// A lock that is held around the closure of a continuation.
    case lockedContinuation = "locked-continuation"
    /// A synchronous call where an async function would do.
    case twin
    /// An async function that never suspends.
    case needless
    /// An async function that blocks and never suspends.
    case pretence
    /// A loop that lets nobody else run and never ends.
    case endless
    /// A remark on a comment of this tool's own, such as a suppression that suppresses nothing.
    case comment
  }

  package var name: String
  package var summary: String
  package var pattern: Pattern
  /// Empty means all.
  package var kinds: [BlockingKind] = []
  package var contexts: [ContextKind] = []
  /// Only in closures passed to `Task.detached`.
  package var isInsideDetached = false
  /// What must be observed or completed; for `dropped` and `owed`.
  package var obligation: Obligation?
  /// Its findings are notes, which a run shows with `--pedantic` and when the rule is selected by name.
  package var isPedantic = false
  /// Only waits for work that needs the executor which the wait blocks.
  package var isOwnExecutor = false
  package var since: String
  package var location = RuleLocation(file: "", line: 1)
  /// The whole page below the front matter.
  package var text: String
  package var examples: [Example] = []

  package init(name: String, summary: String, pattern: Pattern, since: String, text: String) {
    self.name = name
    self.summary = summary
    self.pattern = pattern
    self.since = since
    self.text = text
  }
}

/// A fenced example of a page, with what its lines expect.
package struct Example: Hashable, Sendable {
  package enum Label: Hashable, Sendable {
    case finding
    case missed
    case falseAlarm
  }

  package struct Expectation: Hashable, Sendable {
    package var label: Label
    package var rule: String
    /// Counted from 1 within `source`.
    package var line: Int

    package init(label: Label, rule: String, line: Int) {
      self.label = label
      self.rule = rule
      self.line = line
    }
  }

  package var language: Summary.Language
  package var source: String
  package var expectations: [Expectation]
  /// What it needs to compile besides the language's own library: the words behind the fence's language.
  package var needs: [String] = []
  /// What it shows is hidden from a run without `--pedantic`.
  package var isPedantic = false
  /// The page and the line of the first line of `source`.
  package var location: RuleLocation

  package init(
    language: Summary.Language, source: String, expectations: [Expectation], location: RuleLocation
  ) {
    self.language = language
    self.source = source
    self.expectations = expectations
    self.location = location
  }
}
