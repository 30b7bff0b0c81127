import StallWatchdog
import Testing

@Suite struct StackTests {
  @Test func theSiteIsTheInnermostLineOfTheProgram() {
    let stack = Stack(frames: [
      StackFrame(function: "usleep", image: "libc.so.6", isSystem: true),
      StackFrame(function: "NIOLock.lock()", file: "/app/.build/checkouts/swift-nio/Sources/NIOLock.swift", line: 3),
      StackFrame(function: "load()", file: "/app/Sources/Server/Load.swift", line: 12),
      StackFrame(function: "serve()", file: "/app/Sources/Server/Serve.swift", line: 40),
    ])
    #expect(stack.site?.function == "load()")
  }

  @Test func aStackWithoutLinesHasNoSite() {
    #expect(Stack(frames: [StackFrame(function: "main", image: "server")]).site == nil)
  }
}
