package import Model

/// One line of `facts/`: what is true of one symbol.
package struct Fact: Hashable, Sendable {
  package var symbol: FactSymbol
  package var claim: Claim
  package var when: Condition?
  package var unless: Condition?
  package var remedy: Remedy?
  /// What Swift code can say in place of the call.
  package var fix: CallTemplate?
  package var since: String?
  package var platform: String?
  /// Nobody was sure enough of it to write it down: what it leads to is shown only when the doubtful is asked for.
  package var isDoubtful = false
  package var location: RuleLocation

  package init(symbol: FactSymbol, claim: Claim, location: RuleLocation) {
    self.symbol = symbol
    self.claim = claim
    self.location = location
  }
}

/// A line of a fact file or page.
package struct RuleLocation: Hashable, Sendable {
  /// Relative to `rules/`, or the path of a user's own file.
  package var file: String
  package var line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}

/// The symbol that a fact speaks of.
package struct FactSymbol: Hashable, Sendable {
  package enum Labels: Hashable, Sendable {
    /// No parentheses: a property, a type, or a C function.
    case none
    /// `(...)`
    case any
    case list([Label])
  }

  package struct Label: Hashable, Sendable {
    /// `_` is nil.
    package var name: String?
    /// `label?:`: the caller may leave it out.
    package var isOptional: Bool

    package init(name: String?, isOptional: Bool) {
      self.name = name
      self.isOptional = isOptional
    }
  }

  package var language: Summary.Language
  /// Empty in C.
  package var module: String
  /// The types around it; in C the record of a field.
  package var path: [String]
  /// `init` for initialisers.
  package var name: String
  package var labels: Labels

  /// It names a type and no member of one: Swift's types begin with a capital letter.
  package var isType: Bool { labels == .none && language == .swift && name.first?.isUppercase == true }

  package init(language: Summary.Language, module: String, path: [String], name: String, labels: Labels) {
    self.language = language
    self.module = module
    self.path = path
    self.name = name
    self.labels = labels
  }
}

/// What a fact claims.
package enum Claim: Hashable, Sendable {
  case blocks(BlockingKind, severity: Severity, awaits: Executor?)
  case runs(Subject, Execution, passing: [TypeRef])
  case holds(String, until: String)
  case releases(String, until: String)
  case drives(ContextKind)
  case yields(TypeRef)
  case refines([TypeRef])
  /// It does not return: what stands before it runs once, on the way out.
  case ends
  /// A property or function that tells whether code runs in a context: what stands where it is false does not.
  case tells(ContextKind)
  /// How it ends must be asked for, or be told: a value of this type, or what this function returns or starts.
  case observed(Obligation, severity: Severity)
  /// Asks how something ended, or ends it, its receiver or the argument: `future.get()`, `resume`, `pthread_join`.
  case completes(Obligation, argument: Int?)
  /// All that it throws is that the task has been cancelled.
  case throwsCancellation
  /// Tells whether the task has been cancelled.
  case checksCancellation
  /// The async function that does the same, as a fact spells it.
  case twin(String)
  /// Its async twin is no better.
  case noTwin(reason: String)
  /// Whatever its source looks like, callers need not fear it.
  case nonblocking(reason: String)

  /// What `runs` speaks of.
  package enum Subject: Hashable, Sendable {
    case argument(Int)
    case body
    case field
  }
}

/// What nobody may simply forget.
package enum Obligation: String, Hashable, Sendable, CaseIterable {
  /// An unstructured task, whose error is lost.
  case task
  /// A future: what it becomes is lost.
  case future
  /// A request, whose result says whether its callback will ever run.
  case request
  /// A thread, whose resources stay until it is joined.
  case thread
  /// Who waits for it waits forever unless it is resumed, once.
  case continuation
  /// The same, for a promise.
  case promise
  /// A task group, whose children's errors are lost.
  case group

  /// What forgetting one means unless the fact says otherwise.
  package var severity: Severity {
    switch self {
    case .task, .future, .request, .thread, .group: .warning
    case .continuation, .promise: .error
    }
  }
}

extension Claim {
  /// It says what happens to a thread, and not what becomes of a result or an error.
  package var isOfThread: Bool {
    switch self {
    case .observed, .completes, .throwsCancellation, .checksCancellation, .twin, .noTwin: false
    case .blocks, .runs, .holds, .releases, .drives, .yields, .refines, .ends, .tells, .nonblocking: true
    }
  }
}

/// Where code runs that is handed to someone.
package enum Execution: Hashable, Sendable {
  case context(ContextKind)
  /// On a thread that may block.
  case off
  /// Before the call returns, on the caller's thread.
  case inline
  /// With the isolation of the code that creates the closure, else on the pool: `Task.init`.
  case creator
}

/// What work needs to run: a thread of its own kind.
package enum Executor: String, Hashable, Sendable {
  case pool
  case main
  case eventLoop = "event-loop"
}

/// Why a thread stands still.
package enum BlockingKind: String, Hashable, Sendable, CaseIterable {
  case sleep, wait, lock, file, sync, metadata, network, dns, process, ipc, terminal, database, compute, random, spin

  /// What a fact of this kind means for a user unless its line says otherwise.
  package var severity: Severity {
    switch self {
    case .sleep, .wait, .network, .dns, .process, .ipc, .terminal, .spin: .error
    case .file, .sync, .database: .warning
    case .lock, .metadata, .compute, .random: .note
    }
  }
}

/// What to use instead: a text, or a name in the table of remedies that depends on what the file imports.
package enum Remedy: Hashable, Sendable {
  case text(String)
  case named(String)
}

/// A line of the table of remedies.
package struct RemedyEntry: Hashable, Sendable {
  /// The language of its file: an entry serves code of that language, and other code only where it has no entry.
  package var language: Summary.Language
  package var name: String
  /// A module or header that the file imports; `swift` or `c` fits every file of that language, `*` every file.
  package var importing: String
  package var text: String
  package var location: RuleLocation

  package init(
    language: Summary.Language, name: String, importing: String, text: String, location: RuleLocation
  ) {
    self.language = language
    self.name = name
    self.importing = importing
    self.text = text
    self.location = location
  }
}

/// A test on the arguments of a call, answered yes, no or unknown.
package indirect enum Condition: Hashable, Sendable {
  case any([Condition])
  case all([Condition])
  case test(Subject, Test)

  package enum Subject: Hashable, Sendable {
    case argument(Int)
    case label(String)
    case receiver
    /// What the argument points to.
    case deep(Int)
  }

  package enum Test: Hashable, Sendable {
    case equals(Value)
    case differs(Value)
    case has(String)
    case lacks(String)
    case atMost(Int64)
    case missing
    case blocking
  }

  package enum Value: Hashable, Sendable {
    case integer(Int64)
    case null
    case string(String)
    case boolean(Bool)
    /// As the caller spells it, without spaces: `.now()`, `DispatchQueue.main`, `TCSANOW`.
    case spelled(String)
  }
}
