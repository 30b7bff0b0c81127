import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An HTTP/1.1 server on the loopback interface.
struct Server: Service {
  /// 0 takes any that is free.
  let port: Int
  let group: any EventLoopGroup

  func run() async throws {
    let channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
          try channel.pipeline.syncOperations.addHandler(HTTPHandler())
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    print("http://127.0.0.1:\(channel.localAddress?.port ?? port)")
    fflush(nil)
    try await withGracefulShutdownHandler {
      try await channel.closeFuture.get()
    } onGracefulShutdown: {
      channel.close(promise: nil)
    }
  }
}
