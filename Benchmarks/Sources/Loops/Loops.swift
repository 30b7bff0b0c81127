import NIOCore
import NIOPosix
import StallWatchdog
import StallWatchdogService

/// The loops that are watched: one of every kind.
public struct Loops: Sendable {
  public let group: MultiThreadedEventLoopGroup
  /// Each on an event loop of its own.
  public let events: [any Place]
  public let actor = ActorPlace()
  public let mainActor = MainActorPlace()
  public let pools: [PoolPlace]
  /// Nil where libuv is not installed.
  public let libuv: (any Place)?

  /// - Parameter threshold: of the probe that libuv's loop carries; the others have that of the watchdog.
  public init(threshold: Duration) throws {
    group = MultiThreadedEventLoopGroup(numberOfThreads: 3)
    let loops = Array(group.makeIterator())
    events = [
      try ChannelReadPlace(loop: loops[0]), ExecutePlace(loop: loops[1]), ScheduledPlace(loop: loops[2]),
    ]
    pools = [
      PoolPlace(.high, named: "high"), PoolPlace(.medium, named: "medium", period: .milliseconds(10)),
      PoolPlace(.low, named: "low"), PoolPlace(.background, named: "background"),
    ]
    #if LIBUV
      libuv = UvPlace(label: Self.libuvLabel, threshold: threshold)
    #else
      libuv = nil
    #endif
  }

  public var all: [any Place] { lanes.flatMap { $0 } }

  /// Places that may stall side by side stand in different lanes: an actor is served by a pool, and the others are not.
  public var lanes: [[any Place]] {
    [events, [mainActor] + (libuv.map { [$0] } ?? []), [actor] + pools]
  }

  private static let libuvLabel = "libuv"

  /// Has all of them watched.
  ///
  /// - Returns: The names of the places by the labels of their probes.
  public func watch(by watchdog: StallWatchdog) -> [String: String] {
    var names = [Self.libuvLabel: libuv?.name ?? ""]
    for (probe, place) in zip(watchdog.watch(group), events) { names[probe.loop.label] = place.name }
    names[watchdog.watch(actor.worker, label: "actor").loop.label] = actor.name
    names[watchdog.watchMainActor().loop.label] = mainActor.name
    for (probe, pool) in zip(watchdog.watchCooperativePool(), pools) { names[probe.loop.label] = pool.name }
    return names
  }
}
