import Foundation
import Loops
import NIOCore
import NIOPosix
import Synchronization

/// One event loop with a server and a client on it, as in the peers: a ping every 10 ms, or as many as it can do.
struct WatchedLoop: Sendable {
  static let tick = TimeAmount.milliseconds(10)
  /// The size of every message, in bytes.
  static let message = 64
  private static let pingMessage = ByteBuffer(repeating: 255, count: message)

  let group: MultiThreadedEventLoopGroup
  var loop: any EventLoop { group.any() }

  init(metrics: (any NIOEventLoopMetricsDelegate)? = nil) {
    if let metrics {
      group = MultiThreadedEventLoopGroup(numberOfThreads: 1, metricsDelegate: metrics)
    } else {
      group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    }
  }

  func play(_ schedule: [Entry]) async throws -> [Played] {
    let played = Log<Played>()
    let client = try await connect { index in played.append(stall(schedule[index])) }
    let ticking = ping(client)
    let start = ContinuousClock.now
    for (index, entry) in schedule.enumerated() {
      try await Task.sleep(until: start + .milliseconds(entry.at_ms), clock: .continuous)
      switch entry.place {
      case .read: client.channel.writeAndFlush(ByteBuffer(repeating: UInt8(index), count: Self.message), promise: nil)
      case .task: loop.execute { played.append(stall(entry)) }
      }
    }
    try await Task.sleep(for: .seconds(1.5))
    ticking.cancel()
    return played.all
  }

  func work(seconds: Double) async throws -> Work {
    let client = try await connect(echoes: true) { _ in }
    try await client.channel.writeAndFlush(Self.pingMessage)
    try await Task.sleep(for: .seconds(0.5))
    let (before, cpu, begin) = (client.count, processorTime(), now())
    try await Task.sleep(for: .seconds(seconds))
    let elapsed = Double(now() - begin) / 1e9
    return Work(
      per_second: Double(client.count - before) / elapsed, cpu: Double(processorTime() - cpu) / 1e9 / elapsed)
  }

  func quiet(seconds: Double) async throws {
    let ticking = ping(try await connect { _ in })
    try await Task.sleep(for: .seconds(seconds))
    ticking.cancel()
  }

  private func ping(_ client: Client) -> RepeatedTask {
    loop.scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { _ in
      client.channel.writeAndFlush(Self.pingMessage, promise: nil)
    }
  }

  private func connect(echoes: Bool = false, onStall: @escaping @Sendable (Int) -> Void) async throws -> Client {
    let server = try await ServerBootstrap(group: group)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Server(onStall: onStall))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    guard let address = server.localAddress else { throw ChannelError.unknownLocalAddress }
    let answers = Answers(echoes: echoes)
    let channel = try await ClientBootstrap(group: group)
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(answers.handler) }
      }
      .connect(to: address).get()
    return Client(channel: channel, answers: answers)
  }
}

/// Round trips of the loop in a second, and how many processors the process used meanwhile.
struct Work: Encodable {
  var per_second: Double
  var cpu: Double
}

/// Values that one thread appends and another reads.
final class Log<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])

  var all: [Value] { values.withLock { $0 } }

  func append(_ value: Value) {
    values.withLock { $0.append(value) }
  }
}

private func processorTime() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
