import NIOCore
import Synchronization

/// Answers what it reads; a message that begins with a number below 255 is a stall to play first.
final class Server: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let onStall: @Sendable (Int) -> Void

  init(onStall: @escaping @Sendable (Int) -> Void) {
    self.onStall = onStall
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data).readableBytesView
    for at in stride(from: bytes.startIndex, to: bytes.endIndex, by: WatchedLoop.message) where bytes[at] < 255 {
      onStall(Int(bytes[at]))
    }
    context.writeAndFlush(data, promise: nil)
  }
}

/// The client's end of the connection.
struct Client: Sendable {
  let channel: any Channel
  let answers: Answers

  var count: Int { answers.count.load(ordering: .relaxed) }
}

/// How many answers came, and whether each is sent back.
final class Answers: Sendable {
  let echoes: Bool
  let count = Atomic(0)

  init(echoes: Bool) {
    self.echoes = echoes
  }

  var handler: Handler { Handler(answers: self) }

  final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let answers: Answers

    init(answers: Answers) {
      self.answers = answers
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      answers.count.add(1, ordering: .relaxed)
      if answers.echoes { context.writeAndFlush(data, promise: nil) }
    }
  }
}
