extension StallWatchdog {
  /// Watches the main actor, as `main-actor`.
  ///
  /// On Linux it leaves the main thread of the process at its first suspension; the watchdog follows it.
  /// Where the main actor does not run, for the main thread neither awaits nor runs a main loop, it is not watched.
  @discardableResult
  public func watchMainActor(threshold: Duration? = nil) -> Probe {
    watch(Loop(label: "main-actor", kind: .mainActor), threshold: threshold) { heartbeat in
      Task.detached(priority: .high) { @MainActor in heartbeat.answer() }
    }
  }
}
