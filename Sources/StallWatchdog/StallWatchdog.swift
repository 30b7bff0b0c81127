/// Looks after the loops of a running program and reports those that stall.
///
/// ```swift
/// let watchdog = StallWatchdog()
/// watchdog.watchMainActor()
/// watchdog.watchCooperativePool()
/// watchdog.onEvent { event in … }
/// watchdog.start()
/// ```
///
/// It has a thread of its own, so that a starved pool cannot starve it. It holds the loops it watches weakly, never
/// throws, and counts what it drops. Once started it runs until ``stop()``, whether or not the program holds it. Every
/// method may be called on any thread.
public final class StallWatchdog: Sendable {
  /// What it was made with. Changes nothing later.
  public let configuration: Configuration

  let reporter = Reporter()
  let recorder = DelayRecorder()
  private let engine = Engine()
  private let probes = ProbeList()

  /// Starts nothing and costs nothing yet.
  public init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
  }

  deinit {
    // It was never started, or was stopped: the engine holds a watchdog that runs.
    finish()
  }

  // MARK: Running

  /// Starts the thread that watches.
  ///
  /// - Returns: False where no thread was to be had, or the watchdog was stopped before; ``problem`` says why. True
  ///   when it runs already.
  @discardableResult
  public func start() -> Bool {
    engine.start(configuration, ears: Ears(of: self))
  }

  /// What went wrong in ``start()``, in one line: why it returned false, or why there will be no stacks of
  /// busy threads though they are asked for.
  public var problem: String? {
    engine.problem
  }

  /// Ends the thread, every probe and every stream.
  ///
  /// Waits until the thread has ended and the handlers have seen what was reported before; called by a handler, it does
  /// not wait for the handlers. Not to be called from a closure that sends heartbeats. Of several calls the first
  /// counts.
  public func stop() {
    engine.stop()
    finish()
  }

  private func finish() {
    for probe in probes.all() { probe.cancel() }
    reporter.finish()
  }

  // MARK: Watching

  /// Watches a loop by heartbeats.
  ///
  /// - Parameters:
  ///   - loop: What it is called. Where a probe of that label exists, a number is added; the probe says which.
  ///   - threshold: What is late by this much stalls; nil: as configured.
  ///   - interval: The time between two heartbeats while the loop works; nil: as fits its kind. A resting loop is left
  ///     alone.
  ///   - heartbeat: Hands the heartbeat to the loop, which calls ``Heartbeat/answer()``. Called on the watchdog's
  ///     thread, which sees nothing else meanwhile: it must not wait. It is kept until the probe is cancelled, so hold
  ///     the loop weakly where it may go away, and cancel the probe then. A loop is not watched before its first
  ///     answer, for nobody knows until then whether it runs.
  /// - Returns: The probe, which the watchdog keeps until it is cancelled.
  @discardableResult
  public func watch(
    _ loop: Loop, threshold: Duration? = nil, every interval: Duration? = nil,
    heartbeat: @escaping @Sendable (Heartbeat) -> Void
  ) -> Probe {
    watch(loop, threshold: threshold, every: interval, threads: nil, heartbeat: heartbeat)
  }

  /// - Parameter threads: The name of the threads that serve the loop, where no single one does.
  func watch(
    _ loop: Loop, threshold: Duration?, every interval: Duration?, threads: String?,
    heartbeat: @escaping @Sendable (Heartbeat) -> Void
  ) -> Probe {
    let number = Senders.number()
    let probe = makeProbe(loop, threshold: threshold, every: interval, threads: threads, number: number)
    let beat = Heartbeat(of: probe)
    Senders.set(number) { heartbeat(beat) }
    probes.add(probe, number: number, held: true)
    engine.add(probe)
    return probe
  }

  /// A probe for a loop of one's own, which tells of itself.
  ///
  /// - Parameters:
  ///   - label: What it is called. Where a probe of that label exists, a number is added; the probe says which.
  ///   - threshold: A piece of work that lasts longer stalls; nil: as configured.
  /// - Returns: The probe. It is watched for as long as the program holds it.
  public func probe(_ label: String, threshold: Duration? = nil) -> Probe {
    let number = Senders.number()
    let probe = makeProbe(
      Loop(label: label, kind: .probe), threshold: threshold, every: nil, threads: nil, number: number)
    probes.add(probe, number: number, held: false)
    engine.add(probe)
    return probe
  }

  private func makeProbe(
    _ loop: Loop, threshold: Duration?, every interval: Duration?, threads: String?, number: UInt
  ) -> Probe {
    var loop = loop
    loop.label = probes.claim(loop.label)
    return Probe(
      loop, threshold: threshold ?? configuration.threshold, every: interval, threads: threads, number: number
    ) { [probes, recorder, label = loop.label] in
      Senders.remove(number)
      if probes.remove(number) { recorder.forget(label) }
    } removal: { [weak engine] probe in
      engine?.remove(probe)
    }
  }

  // MARK: Reports

  /// What it has to say from now on. Every call gives a new sequence with a buffer of its own.
  public func events() -> StallEvents {
    reporter.events()
  }

  /// Calls a function with every event from now on, in order, on the watchdog's reporting queue.
  ///
  /// A handler that is slow delays the others and the streams; when 256 reports wait, the newest are dropped and
  /// counted. It is kept until ``stop()``.
  public func onEvent(_ handler: @escaping @Sendable (StallEvent) -> Void) {
    reporter.onEvent(handler)
  }

  /// How late each loop was since the last call, in the order in which they are watched.
  ///
  /// Probes that C code made are not among them. Takes what it returns: two readers would each get a part. Costs a
  /// fraction of a millisecond for each loop.
  public func delays() -> [LoopDelays] {
    probes.all().map(recorder.take)
  }
}
