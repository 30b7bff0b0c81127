public import NIOCore
public import StallWatchdog

extension StallWatchdog {
  /// Sends heartbeats to every event loop of a group, `MultiThreadedEventLoopGroup.singleton` included.
  ///
  /// A heartbeat is one task on the loop, a clock read; nothing is allocated or freed on the loop's thread for it. A loop that shuts down ends its probe; so that it can say so, one
  /// scheduled task stays with it for as long as it runs.
  ///
  /// - Parameters:
  ///   - label: loops are named `label[0]`, `label[1]`, …. Nil: after their threads (`NIO-ELT-0-#1`), or `group[0]`, … where NIO does not tell the name.
  ///   - threshold: how late a heartbeat is when its loop counts as stalled. Nil: what the watchdog was configured with.
  /// - Returns: one probe per loop, in the group's order. Nobody has to keep them.
  @discardableResult
  public func watch(
    _ group: any EventLoopGroup, label: String? = nil, threshold: Duration? = nil
  ) -> [Probe] {
    group.makeIterator().enumerated().map { index, loop in
      let name = label.map { "\($0)[\(index)]" } ?? loop.threadName ?? "group[\(index)]"
      let line = HeartbeatLine(to: loop)
      let probe = watch(Loop(label: name, kind: .eventLoop), threshold: threshold) { line.send($0) }
      line.whenClosed { [weak probe] in probe?.cancel() }
      return probe
    }
  }
}

extension EventLoop {
  /// The name of the loop's thread, as NIO describes its loops: `… thread = NIOThread(name = NIO-ELT-0-#1) …`.
  ///
  /// The description is what NIO offers on any thread; asking the loop itself would have to wait for it.
  var threadName: String? {
    let description = String(describing: self)
    guard let thread = description.firstRange(of: "NIOThread(") else { return nil }
    let rest = description[thread.upperBound...]
    guard let equals = rest.firstRange(of: "ame = ") else { return nil }
    let name = rest[equals.upperBound...].prefix { $0 != "," && $0 != ")" }
    return name.isEmpty ? nil : String(name)
  }
}
