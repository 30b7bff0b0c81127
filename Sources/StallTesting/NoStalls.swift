#if canImport(Testing)
  internal import StallWatchdog
  public import Testing

  /// A trait that fails a test when it keeps a loop for too long, at the line that did.
  ///
  /// Made by `.noStalls(over:)`. On a suite it applies to every test in it that has none of its own.
  public struct NoStalls: TestTrait, SuiteTrait, TestScoping {
    let threshold: Duration
    let watching: (@Sendable (StallWatchdog) -> Void)?
    let severity: Severity
    private let number = Self.numbers.withLock { number in
      number += 1
      return number
    }
    private static let numbers = Locked(0)

    init(
      over threshold: Duration, as severity: Severity = .error, watching: (@Sendable (StallWatchdog) -> Void)?
    ) {
      self.threshold = threshold
      self.severity = severity
      self.watching = watching
    }

    public var isRecursive: Bool { true }

    public func provideScope(
      for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
      guard isNearest(to: test) else { return try await function() }
      let ((result, entries), code) = await TestFunction(test).run {
        await StallScope(over: threshold, loops: watching).run { try await function() }
      }
      let project = Project(of: test.sourceLocation.filePath)
      for stall in FoundStall.all(in: entries, of: code, in: project, claim: SharedWatches.claim) {
        record(stall, at: stall.location(in: test), in: project)
      }
      try result.get()
    }

    /// Whether the test, or a suite within the one that this trait is of, has no other: inherited traits come first.
    private func isNearest(to test: Test) -> Bool {
      let all = test.traits.compactMap { $0 as? NoStalls }
      return all.last?.number == number || !all.contains { $0.number == number }
    }

    private func record(_ stall: FoundStall, at location: SourceLocation, in project: Project) {
      let comment = Comment(rawValue: stall.message(in: project))
      #if compiler(>=6.3)
        Issue.record(comment, severity: severity, sourceLocation: location)
      #else
        Issue.record(comment, sourceLocation: location)
      #endif
    }
  }

  extension NoStalls {
    #if compiler(>=6.3)
      typealias Severity = Issue.Severity
    #else
      enum Severity { case error }
    #endif
  }

  extension TestFunction {
    fileprivate init(_ test: Test) {
      let path = test.id.nameComponents.joined(separator: ".")
      self.init(name: String(path.prefix { $0 != "(" }), file: test.sourceLocation.filePath)
    }
  }

  extension FoundStall {
    fileprivate func location(in test: Test) -> SourceLocation {
      guard let site, let file = site.file, let line = site.line, line > 0 else { return test.sourceLocation }
      let components = file.split(separator: "/")
      let module =
        file == test.sourceLocation.filePath
        ? test.sourceLocation.moduleName : components.dropLast().last.map(String.init) ?? "unknown"
      return SourceLocation(
        fileID: "\(module)/\(components.last ?? "unknown")", filePath: file, line: line,
        column: max(site.column ?? 1, 1))
    }
  }
#endif
