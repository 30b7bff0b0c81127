import CStallProbe
import Dispatch
import Glibc
import StallWatchdog
import Synchronization
import Testing

/// How the handler behaves toward the rest of the process. Each runs in a process of its own, for there is one
/// disposition of a signal for all threads.
@Suite struct StackSignalTests {
  @Test func aHandlerThatWasThereStillGetsItsSignals() async {
    await #expect(processExitsWith: .success) {
      counting(SIGPROF)
      let sampler = try StackSampler()
      let stop = Flag()
      let thread = StallingThread.running { spins($0, stop) }
      let id = thread.stalled()
      raise(SIGPROF)
      #expect(counted.load(ordering: .relaxed) == 1)
      _ = try sampler.sample(thread: id, timeout: .seconds(5))
      #expect(counted.load(ordering: .relaxed) == 1)
      stop.set()
      _ = thread.stalledLine()
    }
  }

  @Test func theHandlerThatWasThereIsPutBack() async {
    await #expect(processExitsWith: .success) {
      counting(SIGPROF)
      do {
        let outer = try StackSampler()
        do { _ = try StackSampler() }
        _ = try? outer.sample(thread: 1, timeout: .zero)
        #expect(handler(of: SIGPROF) != countingAddress)
      }
      #expect(handler(of: SIGPROF) == countingAddress)
    }
  }

  @Test func whoSendsTheSignalToEndTheProcessStillDoes() async {
    await #expect(processExitsWith: .signal(SIGPROF)) {
      let sampler = try StackSampler()
      raise(SIGPROF)
      _ = try? sampler.sample(thread: 1, timeout: .zero)
    }
  }

  @Test func nothingIsSentWhereAnotherHandlerWasPutOver() async {
    await #expect(processExitsWith: .success) {
      let sampler = try StackSampler()
      counting(SIGPROF)
      let stop = Flag()
      let thread = StallingThread.running { spins($0, stop) }
      let id = thread.stalled()
      #expect(throws: StackSampler.Failure.handlerReplaced) {
        _ = try sampler.sample(thread: id, timeout: .seconds(5))
      }
      #expect(counted.load(ordering: .relaxed) == 0)
      stop.set()
      _ = thread.stalledLine()
    }
  }

  @Test func aLateAnswerGoesNowhere() async {
    await #expect(processExitsWith: .success) {
      let sampler = try StackSampler()
      let opened = Flag()
      let stop = Flag()
      let thread = StallingThread.running { blocksTheSignal($0, until: opened, then: stop) }
      let id = thread.stalled()
      // More often than there are slots: each is given back.
      for _ in 0..<10 {
        #expect(throws: StackSampler.Failure.noAnswer) {
          _ = try sampler.sample(thread: id, timeout: .milliseconds(2))
        }
      }
      opened.set()
      let stack = try sampler.sample(thread: id, timeout: .seconds(5))
      #expect(!stack.calls.isEmpty)
      stop.set()
      _ = thread.stalledLine()
    }
  }

  @Test func theThreadKeepsItsErrno() async {
    await #expect(processExitsWith: .success) {
      let sampler = try StackSampler()
      let stop = Flag()
      let thread = StallingThread.running { keepsErrno($0, stop) }
      let id = thread.stalled()
      for _ in 0..<50 { _ = try sampler.sample(thread: id, timeout: .seconds(5)) }
      stop.set()
      #expect(thread.stalledLine() == Int(ERANGE))
    }
  }

  @Test func aThreadThatIsNoneIsReported() async {
    await #expect(processExitsWith: .success) {
      let sampler = try StackSampler()
      #expect(throws: StackSampler.Failure.noThread) { _ = try sampler.sample(thread: 1, timeout: .seconds(5)) }
    }
  }

  // The sanitizer keeps a signal back until the thread calls into it, and shows the handler where it had been before.
  @Test(.disabled(if: dlsym(nil, "__tsan_init") != nil))
  func aBusyThreadAnswersAThousandTimes() async {
    await #expect(processExitsWith: .success) {
      let sampler = try StackSampler()
      let stop = Flag()
      let thread = StallingThread.running { works($0, stop) }
      let id = thread.stalled()
      var samples: [CapturedStack] = []
      for _ in 0..<1000 { samples.append(try sampler.sample(thread: id, timeout: .seconds(5))) }
      stop.set()
      _ = thread.stalledLine()
      var symbolicator = Symbolicator()
      for sample in samples.indices.filter({ $0 % 50 == 0 }).map({ samples[$0] }) {
        let stack = symbolicator.stack(sample)
        #expect(stack.frames.contains { $0.function?.hasSuffix("works(_:_:)") == true })
      }
    }
  }
}

private let counted = Atomic(0)

private let countingAddress: UInt = {
  let handler: @convention(c) (Int32) -> Void = { _ in counted.add(1, ordering: .relaxed) }
  return unsafeBitCast(handler, to: UInt.self)
}()

private func counting(_ signalNumber: Int32) {
  signal(signalNumber, unsafeBitCast(countingAddress, to: (@convention(c) (Int32) -> Void).self))
}

private func handler(of signalNumber: Int32) -> UInt {
  var action = sigaction()
  sigaction(signalNumber, nil, &action)
  return unsafeBitCast(action.__sigaction_handler.sa_handler, to: UInt.self)
}

private func blocksTheSignal(_ thread: StallingThread, until opened: Flag, then stop: Flag) -> Int {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGPROF)
  pthread_sigmask(SIG_BLOCK, &signals, nil)
  thread.announce()
  while !opened.isSet {}
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  while !stop.isSet {}
  return 0
}

private func keepsErrno(_ thread: StallingThread, _ stop: Flag) -> Int {
  thread.announce()
  errno = ERANGE
  while !stop.isSet && errno == ERANGE {}
  return Int(errno)
}

@inline(never) private func works(_ thread: StallingThread, _ stop: Flag) -> Int {
  thread.announce()
  var words: [String: Int] = [:]
  while !stop.isSet {
    for number in 0..<20 { words["\(number)", default: 0] += number }
    words.removeAll()
  }
  return words.count
}

@inline(never) private func spins(_ thread: StallingThread, _ stop: Flag) -> Int {
  thread.announce()
  while !stop.isSet {}
  return 0
}
