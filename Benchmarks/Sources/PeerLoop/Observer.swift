import ArgumentParser
import NIOCore
import NIOPosix

enum ObserverName: String, ExpressibleByArgument, CaseIterable {
  case none, tick
}

/// A loop and what watches it.
struct Observer {
  let loop: Loop
  private let said = Log<Said>()

  init(_ name: ObserverName) throws {
    switch name {
    case .none: loop = Loop()
    case .tick: loop = Loop(metrics: Ticks(said: said))
    }
  }

  /// What was said until now; nothing is said from here on.
  func stop() async -> [Said] {
    said.all
  }
}

/// Says which ticks of a loop lasted longer than the threshold.
struct Ticks: NIOEventLoopMetricsDelegate {
  static let threshold = TimeAmount.milliseconds(5)

  let said: Log<Said>

  func processedTick(info: NIOEventLoopTickInfo) {
    let duration = info.endTime - info.startTime
    guard duration > Self.threshold else { return }
    said.append(Said(at: now(), duration: Int(duration.nanoseconds), text: "\(info.numberOfTasks) tasks"))
  }
}
