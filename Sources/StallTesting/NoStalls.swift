#if canImport(Testing)
  internal import StallWatchdog
  public import Testing

  /// A trait that fails a test when it keeps a loop for too long, at the line that did.
  ///
  /// Made by ``Testing/Trait/noStalls(over:watching:)``. On a suite it applies to every test in it.
  public struct NoStalls: TestTrait, SuiteTrait, TestScoping {
    let threshold: Duration
    let watching: (@Sendable (StallWatchdog) -> Void)?
    var severity = Severity.error

    public var isRecursive: Bool { true }

    public func provideScope(
      for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
      let ((result, entries), code) = await TestFunction(test).run {
        await StallScope(over: threshold, loops: watching).run { try await function() }
      }
      let project = Project(of: test.sourceLocation.filePath)
      for stall in FoundStall.all(
        in: entries, of: code, in: project, claim: SharedWatches.claim)
      {
        record(stall, at: stall.location(in: test), in: project)
      }
      try result.get()
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
