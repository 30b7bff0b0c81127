import CStallProbe
import Testing

@Suite struct LookTests {
  @Test func aBlockedThreadNamesItsCall() {
    var state = stall_state()
    #expect(
      stall_parse_state("230 0x0 0x0 0x7fbe6cb5aea0 0x0 0x0 0x7fbe6cb5b6c0 0x7fbe6cb5ae60 0x7fbe6cc2e545\n", &state))
    #expect(!state.running && state.call == 230)
    #expect(state.arguments.2 == 0x7fbe_6cb5_aea0)
    #expect(state.stack == 0x7fbe_6cb5_ae60 && state.program == 0x7fbe_6cc2_e545)
  }

  @Test func aThreadOutsideOfACallHasItsRegisters() {
    var state = stall_state()
    #expect(stall_parse_state("-1 0x7ffd1000 0x401000\n", &state))
    #expect(state.call == -1 && state.stack == 0x7ffd_1000 && state.program == 0x40_1000)
  }

  @Test func aRunningThreadRuns() {
    var state = stall_state()
    #expect(stall_parse_state("running\n", &state))
    #expect(state.running && state.call == -1)
  }

  @Test(arguments: ["", "\n", "x", "230", "-1", "230 0x0"])
  func whatIsNoStateIsRefused(text: String) {
    var state = stall_state()
    #expect(!stall_parse_state(text, &state))
  }

  @Test func theSchedulersTimesAreMillisecondsWithSixDigits() {
    var reading = stall_reading()
    let text = """
      k (9157, #threads: 2)
      -------------------------------------------------------------------
      se.exec_start                                :      22126059.200506
      nr_switches                                  :                    3
      nr_voluntary_switches                        :                    1
      """
    #expect(stall_parse_sched(text, &reading))
    #expect(reading.ran_until == 22_126_059_200_506)
    #expect(reading.switches == 1)
  }

  @Test(arguments: ["", "se.exec_start", "se.exec_start : \nnr_voluntary_switches : 1", "nr_voluntary_switches: 3"])
  func whatIsNoAccountIsRefused(text: String) {
    var reading = stall_reading()
    #expect(!stall_parse_sched(text, &reading))
  }

  @Test func theSecondNumberIsTheWaitForACPU() {
    var queued: UInt64 = 0
    #expect(stall_parse_schedstat("128795 42 1\n", &queued))
    #expect(queued == 42)
    #expect(!stall_parse_schedstat("128795", &queued))
  }

  @Test func noTextMakesAReaderFail() {
    var random = Dice(seed: 7)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...120, using: &random)).map { _ in
        CChar(bitPattern: UInt8.random(in: 1...127, using: &random))
      }
      (bytes + [0]).withUnsafeBufferPointer { text in
        guard let start = text.baseAddress else { return }
        var state = stall_state()
        var reading = stall_reading()
        var queued: UInt64 = 0
        _ = stall_parse_state(start, &state)
        _ = stall_parse_sched(start, &reading)
        _ = stall_parse_schedstat(start, &queued)
      }
    }
  }

  #if os(Linux)
    @Test func callsAreNamedByTheirNumberOnThisMachine() {
      let names = (0..<500).compactMap { stall_call_name($0).map { String(cString: $0) } }
      for name in ["read", "fsync", "epoll_pwait", "futex", "clock_nanosleep"] { #expect(names.contains(name)) }
      #expect(Set(names).count == names.count)
      #expect(stall_call_name(-1) == nil && stall_call_name(1 << 40) == nil)
    }
  #endif
}
