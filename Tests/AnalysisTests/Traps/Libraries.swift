import AsyncHTTPClient
import Foundation
import GRDB
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Synchronization

// Types and contexts that only facts know.

final class Echo: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    usleep(1)  // finding: blocking-call
    let promise = context.eventLoop.makePromise(of: Void.self)  // finding: promise-not-completed
    try? promise.futureResult.wait()  // finding: sync-over-async
    context.eventLoop.execute { usleep(1) }  // finding: blocking-call
    context.eventLoop.scheduleTask(in: .seconds(1)) { usleep(1) }  // finding: blocking-call
    _ = try? context.writeAndFlush(data).wait()  // finding: sync-over-async
    context.fireChannelRead(data)
    helper()  // finding: blocking-call
  }
  func channelActive(context: ChannelHandlerContext) {
    usleep(1)  // finding: blocking-call
  }
  func helper() { usleep(1) }
}

func futures(_ future: EventLoopFuture<Int>, _ pool: NIOThreadPool, _ group: any EventLoopGroup) {
  future.whenComplete { _ in usleep(1) }  // finding: blocking-call
  future.whenSuccess { value in usleep(1) }  // finding: blocking-call
  _ = future.map { value in
    usleep(1)  // finding: blocking-call
    return value
  }
  _ = future.flatMap { _ in
    usleep(1)  // finding: blocking-call
    return future
  }
  _ = try? future.wait()
  pool.submit { _ in usleep(1) }
  _ = pool.runIfActive(eventLoop: group.next()) { usleep(1) }
  group.next().execute { usleep(1) }  // finding: blocking-call
}

func waits(_ future: EventLoopFuture<Int>, _ group: MultiThreadedEventLoopGroup) async throws {
  _ = try future.wait()  // finding: blocking-call
  _ = try await future.get()
  try group.syncShutdownGracefully()  // finding: blocking-call
  try await group.shutdownGracefully()
}

func server(_ group: MultiThreadedEventLoopGroup) throws {
  let bootstrap = ServerBootstrap(group: group)
    .childChannelInitializer { channel in
      usleep(1)  // finding: blocking-call
      return channel.pipeline.addHandler(Echo())
    }
  let channel = try bootstrap.bind(host: "localhost", port: 1).wait()
  try channel.closeFuture.wait()
}

func clients(_ client: HTTPClient) async throws {
  try client.syncShutdown()  // finding: blocking-call
  _ = try client.get(url: "a").wait()  // finding: blocking-call
}

final class Counters: Sendable {
  let count = Mutex(0)
  let box = NIOLockedValueBox(0)
  func bump() async {
    count.withLock { $0 += 1 }
    box.withLockedValue { value in
      value += 1
      usleep(1)  // finding: blocking-call, blocking-while-locked
    }
  }
}

func rows(_ queue: DatabaseQueue) async throws {
  _ = try await queue.read { db in try Int.fetchOne(db, sql: "") }
  _ = try queue.read { db in try Int.fetchOne(db, sql: "") }  // finding: blocking-call
}

func logs(_ logger: Logger) async { logger.info("hello") }
