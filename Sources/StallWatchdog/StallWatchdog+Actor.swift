extension StallWatchdog {
  /// Watches an actor: one whose work waits for longer than the threshold, whatever it waits for, stalls.
  ///
  /// The actor is held weakly; when it has gone, so has its probe. A heartbeat is a task of high priority on the actor.
  @discardableResult
  public func watch(_ actor: some Actor, label: String, threshold: Duration? = nil) -> Probe {
    watch(Loop(label: label, kind: .actor), threshold: threshold) { [weak actor] heartbeat in
      guard let actor else { return heartbeat.end() }
      send(heartbeat, to: actor)
    }
  }
}

/// Enqueues the answer on the actor itself, without a detour over the pool, which may be what stalls.
func send<Target: Actor>(_ heartbeat: Heartbeat, to actor: Target) {
  // A task inherits the isolation of the function that makes it, and is then enqueued where it will run. That function
  // would have to be called on the actor, but it reads nothing of it: making a task is safe on any thread. A function
  // with an isolated parameter differs in its type alone from one without.
  let start: (isolated Target) -> Void = { actor in
    Task(priority: .high) {
      _ = actor
      heartbeat.answer()
    }
  }
  let startAnywhere = unsafeBitCast(start, to: ((Target) -> Void).self)
  startAnywhere(actor)
}
