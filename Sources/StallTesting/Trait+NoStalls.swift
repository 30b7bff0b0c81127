#if canImport(Testing)
  public import StallWatchdog
  public import Testing

  extension Trait where Self == NoStalls {
    /// Fails the test for every line that keeps its thread or a loop for longer.
    ///
    /// The trait of a test counts before that of its suite, and that of a suite before that of the suite around it.
    ///
    /// ```swift
    /// @Test(.noStalls(over: .milliseconds(50)))
    /// func opens() async throws { … }
    /// ```
    ///
    /// - Parameters:
    ///   - threshold: What lasts longer is a stall. Time in which the process or a thread had no CPU is not counted.
    ///   - watching: Adds loops of the test's own to the watchdog it is given, such as the event loops of a server. Called once for each test, before it runs.
    public static func noStalls(
      over threshold: Duration = .milliseconds(100), watching: (@Sendable (StallWatchdog) -> Void)? = nil
    ) -> Self {
      NoStalls(over: threshold, watching: watching)
    }

    #if compiler(>=6.3)
      /// Records an issue of the given severity for every line that keeps its thread or a loop for longer; a warning fails nothing.
      ///
      /// - Parameters:
      ///   - threshold: What lasts longer is a stall. Time in which the process or a thread had no CPU is not counted.
      ///   - severity: Of the issues.
      ///   - watching: Adds loops of the test's own to the watchdog it is given. Called once for each test, before it runs.
      public static func noStalls(
        over threshold: Duration = .milliseconds(100), as severity: Issue.Severity,
        watching: (@Sendable (StallWatchdog) -> Void)? = nil
      ) -> Self {
        NoStalls(over: threshold, as: severity, watching: watching)
      }
    #endif
  }
#endif
