import CStallProbe
import Dispatch
import Glibc
import StallWatchdog
import Testing

@Suite(.serialized) struct StackSamplerTests {
  /// The stack of a thread while it stalls, and the line in which it stalled.
  private func sample(
    _ thread: StallingThread, resume: () -> Void = {}
  ) throws -> (stack: Stack, line: Int) {
    let sampler = try StackSampler()
    var symbolicator = Symbolicator()
    let id = thread.stalled()
    let captured = Result { try sampler.sample(thread: id, timeout: .seconds(5)) }
    resume()
    let line = thread.stalledLine()
    return (symbolicator.stack(try captured.get()), line)
  }

  @Test func aSleepIsFoundWithItsLine() throws {
    let (stack, line) = try sample(.running { sleeps($0) })
    #expect(stack.site?.line == line)
    #expect(stack.site?.function == "sleeps(_:)")
    #expect(stack.site?.file?.hasSuffix("StackSamplerTests.swift") == true)
    #expect(stack.frames.contains { $0.function == "usleep" && $0.isSystem })
  }

  @Test func aLockIsFoundWithItsLine() throws {
    let lock = Lock()
    lock.lock()
    let (stack, line) = try sample(.running { locks($0, lock) }, resume: { lock.unlock() })
    #expect(stack.site?.line == line)
    #expect(stack.frames.first?.isSystem == true)
  }

  @Test func aReadIsFoundWithItsLine() throws {
    let ends = Pipe()
    let (stack, line) = try sample(.running { reads($0, ends) }, resume: { ends.write() })
    #expect(stack.site?.line == line)
  }

  @Test func aSpinIsFoundInItsFunction() throws {
    let stop = Flag()
    let (stack, _) = try sample(.running { spins($0, stop) }, resume: { stop.set() })
    // Which instruction it is at, and so which line, is chance.
    #expect(stack.frames.contains { $0.function?.hasSuffix("spins(_:_:)") == true })
    #expect(stack.site?.file?.contains("StallWatchdogTests") == true)
  }

  @Test func aCallThroughAFunctionWithoutDescriptionIsFound() throws {
    let (stack, line) = try sample(.running { waits($0) })
    #expect(stack.site?.line == line)
  }

  @Test func aStackThatIsTooDeepIsCutOff() throws {
    let (stack, line) = try sample(.running { recurses($0, 1000) })
    #expect(stack.site?.line == line)
    #expect(stack.frames.count(where: { $0.kind == .call }) == Int(STALL_SAMPLE_FRAMES))
  }

  @Test func aTaskIsFoundWithThoseWhoAwaitIt() throws {
    let (stack, line) = try sample(.runningTask { await outer($0) })
    #expect(stack.site?.line == line)
    let functions = stack.frames.compactMap(\.function).filter {
      ["inner(_:)", "middle(_:)", "outer(_:)"].contains($0)
    }
    #expect(functions == ["inner(_:)", "middle(_:)", "outer(_:)"])
    #expect(!stack.frames.contains { $0.function == "swift_job_run" })
  }
}

private func sleeps(_ thread: StallingThread) -> Int {
  thread.announce()
  let line = #line + 1
  usleep(2_000_000)
  return line
}

private func locks(_ thread: StallingThread, _ lock: Lock) -> Int {
  thread.announce()
  let line = #line + 1
  pthread_mutex_lock(lock.mutex)
  return line
}

private func reads(_ thread: StallingThread, _ pipe: Pipe) -> Int {
  var byte: UInt8 = 0
  thread.announce()
  let line = #line + 1
  read(pipe.output, &byte, 1)
  return line
}

@inline(never) private func spins(_ thread: StallingThread, _ stop: Flag) -> Int {
  thread.announce()
  let line = #line + 1
  while !stop.isSet {}
  return line
}

private func waits(_ thread: StallingThread) -> Int {
  let semaphore = DispatchSemaphore(value: 0)
  thread.announce()
  let line = #line + 1
  _ = semaphore.wait(timeout: .now() + .seconds(1))
  return line
}

@inline(never) private func recurses(_ thread: StallingThread, _ depth: Int) -> Int {
  guard depth == 0 else {
    // Something is left to do after the call, so that it stays one.
    let line = recurses(thread, depth - 1)
    return line < 0 ? depth : line
  }
  thread.announce()
  let line = #line + 1
  usleep(500_000)
  return line
}

private func outer(_ thread: StallingThread) async -> Int {
  let line = await middle(thread)
  return line + 0
}

private func middle(_ thread: StallingThread) async -> Int {
  await Task.yield()
  let line = await inner(thread)
  return line + 0
}

private func inner(_ thread: StallingThread) async -> Int {
  await Task.yield()
  thread.announce()
  let line = #line + 1
  usleep(2_000_000)
  return line
}
