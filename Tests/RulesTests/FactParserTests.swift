import Model
import Rules
import Testing

func facts(_ text: String, file: String = "facts/swift/Test.facts") throws -> [Fact] {
  try Rules(files: [(file, text)]).facts
}

func cFacts(_ text: String) throws -> [Fact] { try facts(text, file: "facts/c/test.facts") }

@Suite struct FactParserTests {
  @Test func theLinesOfTheReadmeAreRead() throws {
    let swift = """
      Foundation.Thread.sleep(forTimeInterval:)  blocks sleep               see timer
      Dispatch.DispatchSemaphore.wait(timeout:)  blocks wait                unless timeout is .now()   instead an AsyncStream
      NIOCore.ChannelInboundHandler.channelRead(context:data:)  runs body on event-loop
      Foundation.FileManager.default             is Foundation.FileManager
      NIOPosix.MultiThreadedEventLoopGroup       refines NIOCore.EventLoopGroup
      remedy timer   NIOCore   eventLoop.scheduleTask(in:)
      remedy timer   *         Task.sleep(for:)
      """
    let c = """
      uv_fs_read                                 blocks file                when argument 6 is NULL    # libuv's synchronous form
      recv                                       blocks network             when argument 0 is blocking unless argument 3 has MSG_DONTWAIT
      uv_timer_start                             runs argument 1 on event-loop
      uv_queue_work                              runs argument 2 off
      ngx_event_t.handler                        runs field on event-loop
      pthread_mutex_lock                         holds lock until pthread_mutex_unlock
      epoll_wait                                 drives event-loop          unless argument 3 is 0
      """
    let rules = try Rules(files: [("facts/swift/a.facts", swift), ("facts/c/b.facts", c)])
    #expect(rules.facts.count == 12)
    #expect(rules.remedies.map(\.importing) == ["NIOCore", "*"])
    let semaphore = rules.facts[1]
    #expect(semaphore.symbol.path == ["DispatchSemaphore"])
    #expect(semaphore.symbol.labels == .list([.init(name: "timeout", isOptional: false)]))
    #expect(semaphore.claim == .blocks(.wait, severity: .error, awaits: nil))
    #expect(semaphore.unless == .test(.label("timeout"), .equals(.spelled(".now()"))))
    #expect(semaphore.remedy == .text("an AsyncStream"))
    #expect(semaphore.location == RuleLocation(file: "facts/swift/a.facts", line: 2))
    #expect(rules.facts[4].claim == .refines([.named(["NIOCore", "EventLoopGroup"])]))
    #expect(rules.facts[5].when == .test(.argument(6), .equals(.null)))
    #expect(rules.facts[6].unless == .test(.argument(3), .has("MSG_DONTWAIT")))
    #expect(rules.facts[9].symbol.path == ["ngx_event_t"])
    #expect(rules.facts[11].claim == .drives(.eventLoop))
  }
}
