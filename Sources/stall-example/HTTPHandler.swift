import NIOCore
import NIOHTTP1

/// Answers each request where it arrives, on the event loop.
final class HTTPHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private var head: HTTPRequestHead?

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      let body = answer(to: Request(uri: head.uri))
      respond(to: head, with: body, context: context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  /// Nil for a path that leads nowhere.
  private func answer(to request: Request) -> String? {
    switch request.path {
    case "/ok": "ok"
    case "/sleep": sleepOnTheLoop(milliseconds: request.milliseconds)
    case "/spin": spinOnTheLoop(milliseconds: request.milliseconds)
    case "/dns": resolveOnTheLoop(name: request.name)
    case "/lock": lockOnTheLoop(milliseconds: request.milliseconds)
    case "/file": writeOnTheLoop(megabytes: request.megabytes)
    default: nil
    }
  }

  private func respond(to request: HTTPRequestHead, with body: String?, context: ChannelHandlerContext) {
    let bytes = ByteBuffer(string: "\(body ?? "try /ok /sleep?ms= /spin?ms= /dns?name= /lock?ms= /file?mb=")\n")
    let headers: HTTPHeaders = [
      "content-type": "text/plain; charset=utf-8", "content-length": "\(bytes.readableBytes)",
    ]
    let head = HTTPResponseHead(
      version: request.version, status: body == nil ? .notFound : .ok, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
    let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    if !request.isKeepAlive {
      let channel = context.channel
      written.whenComplete { _ in channel.close(promise: nil) }
    }
  }
}
