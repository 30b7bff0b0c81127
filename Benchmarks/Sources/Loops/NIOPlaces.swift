import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// Work done in `channelRead` of a pipe's handler, a byte for each piece.
public final class ChannelReadPlace: Place {
  public let name = "NIO channelRead"
  public let period: Duration? = .milliseconds(5)
  private let waiting = Mutex<[@Sendable () -> Void]>([])
  private let descriptor: Int32
  private let channel: any Channel

  public init(loop: any EventLoop) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw IOError(errnoCode: errno, reason: "pipe") }
    descriptor = ends[1]
    channel = try NIOPipeBootstrap(group: loop).takingOwnershipOfDescriptor(input: ends[0]).wait()
    try channel.pipeline.addHandler(Reader { [weak self] in self?.takeOne() }).wait()
  }

  public func run(_ work: @escaping @Sendable () -> Void) {
    waiting.withLock { $0.append(work) }
    var byte: UInt8 = 0
    write(descriptor, &byte, 1)
  }

  private func takeOne() {
    waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }?()
  }

  private final class Reader: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let onByte: @Sendable () -> Void

    init(onByte: @escaping @Sendable () -> Void) {
      self.onByte = onByte
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      for _ in 0..<unwrapInboundIn(data).readableBytes { onByte() }
    }
  }
}

/// Work done by `eventLoop.execute`.
public struct ExecutePlace: Place {
  public let name = "NIO execute"
  public let period: Duration? = nil
  private let loop: any EventLoop

  public init(loop: any EventLoop) {
    self.loop = loop
  }

  public func run(_ work: @escaping @Sendable () -> Void) {
    loop.execute(work)
  }
}

/// Work done by a scheduled task.
public struct ScheduledPlace: Place {
  public let name = "NIO scheduled task"
  public let period: Duration? = .milliseconds(20)
  private let loop: any EventLoop

  public init(loop: any EventLoop) {
    self.loop = loop
  }

  public func run(_ work: @escaping @Sendable () -> Void) {
    loop.scheduleTask(in: .milliseconds(1), work)
  }
}
