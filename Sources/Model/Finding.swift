/// A place in the source where a rule was broken.
package struct Finding: Hashable, Codable, Sendable {
  package var rule: String
  /// What blocks: sleep, wait, lock, file, network, …
  package var kind: String?
  package var severity: Severity
  package var confidence: Confidence
  package var place: Place
  package var message: String
  package var context: Context
  /// The witness: from the call reported to the API that blocks.
  package var path: [Hop]
  package var remedy: String?
  /// What could be written instead; a front end knows how to.
  package var repair: Repair?
  /// The repair as edits of the files.
  package var fix: Fix?
  /// Stable while lines move.
  package var fingerprint: String
  /// The stalls of running programs that it predicted; nil where none was seen.
  package var evidence: StallCount?

  package init(
    rule: String, kind: String?, severity: Severity, confidence: Confidence, place: Place, message: String,
    context: Context, path: [Hop], remedy: String? = nil, fingerprint: String = ""
  ) {
    self.rule = rule
    self.kind = kind
    self.severity = severity
    self.confidence = confidence
    self.place = place
    self.message = message
    self.context = context
    self.path = path
    self.remedy = remedy
    self.fingerprint = fingerprint
  }

  package struct Context: Hashable, Codable, Sendable {
    /// Nil for code that runs in no async context, as far as anyone knows.
    package var kind: ContextKind?
    /// The function or closure in whose body the call stands.
    package var symbol: String
    package var place: Place?

    package init(kind: ContextKind?, symbol: String, place: Place?) {
      self.kind = kind
      self.symbol = symbol
      self.place = place
    }
  }

  /// One step of a witness: what is called, and where the call stands.
  package struct Hop: Hashable, Codable, Sendable {
    package var symbol: String
    package var place: Place?

    package init(symbol: String, place: Place?) {
      self.symbol = symbol
      self.place = place
    }
  }
}

/// Code that runs on a thread which many others wait for.
package enum ContextKind: String, Codable, Sendable, CaseIterable, Comparable {
  case async
  case actor
  case mainActor = "main-actor"
  case eventLoop = "event-loop"
  case mainQueue = "main-queue"
  case gil
  case signalHandler = "signal-handler"
  case nonblocking

  package static func < (left: ContextKind, right: ContextKind) -> Bool { left.rawValue < right.rawValue }
}

/// How sure a finding is; ordered from weakest to strongest.
package enum Confidence: String, Codable, Sendable, CaseIterable, Comparable {
  case possible
  case inferred
  case resolved

  package var rank: Int {
    switch self {
    case .possible: 0
    case .inferred: 1
    case .resolved: 2
    }
  }

  package static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
}

/// How long the wait can be; ordered from mildest to worst.
package enum Severity: String, Codable, Sendable, CaseIterable, Comparable {
  case note
  case warning
  case error

  package var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// What a run read and how well.
package struct Coverage: Hashable, Codable, Sendable {
  package struct Count: Hashable, Codable, Sendable {
    package var files = 0
    package var resolved = 0
    package var stale = 0
    package var syntax = 0

    package init() {}
  }

  package struct Skip: Hashable, Codable, Sendable {
    package var file: String
    package var reason: String

    package init(file: String, reason: String) {
      self.file = file
      self.reason = reason
    }
  }

  package var swift = Count()
  package var c = Count()
  package var skipped: [Skip] = []

  package init() {}
}

/// All that a report renders.
package struct Report: Hashable, Codable, Sendable {
  package var toolVersion: String
  package var coverage: Coverage
  /// Sorted by file, line, column, rule.
  package var findings: [Finding]
  /// What stall logs say about the findings; nil where none were asked.
  package var seen: SeenStalls?

  package init(toolVersion: String, coverage: Coverage, findings: [Finding]) {
    self.toolVersion = toolVersion
    self.coverage = coverage
    self.findings = findings
  }
}
