import Foundation
import Tools

// More types of parameters that only the compiled module tells.

func passesByType() {
  perhaps { usleep(1) }
  perhapsAsync { usleep(1) }  // finding(index): blocking-call
  deferredly(slowNumber())
  isolatedAnyhow { usleep(1) }  // finding(index): blocking-call
  sending { usleep(1) }  // finding(index): blocking-call
  Runner() <~ { usleep(1) }  // finding(index): blocking-call
  _ = Worker { usleep(1) }  // finding(index): blocking-call
  _ = Worker(onMain: { usleep(1) })  // finding(index): blocking-call
  Worker.start { usleep(1) }  // finding(index): blocking-call
  transform(1) { _ in usleep(1) }
}

func passesByTypeInAsync(_ worker: Worker, _ horn: Megaphone, _ numbers: [Int]) async {
  perhaps { usleep(1) }  // possible: blocking-call
  await both {
    usleep(1)  // finding(index): blocking-call
  } later: {
    usleep(1)  // possible: blocking-call
  } task: {
    usleep(1)  // finding(index): blocking-call
  }
  transform(1) { _ in usleep(1) }  // finding(index): blocking-call
  await measure { usleep(1) }  // finding(index): blocking-call
  await measure(label: "a") { usleep(1) }  // finding(index): blocking-call
  worker { usleep(1) }  // finding(index): blocking-call
  horn { usleep(1) }  // finding: blocking-call
  numbers.inTurn { _ in usleep(1) }  // finding(index, inferred): blocking-call
  numbers.atSomeTime { _ in usleep(1) }  // possible: blocking-call
  numbers.lazy.map { $0 }.inTurn { _ in usleep(1) }  // finding(index, inferred): blocking-call
  await onActor(Desk()) { _ in usleep(1) }  // finding(index): blocking-call
}

func passesNames() async {
  laterAsync(slowlyElsewhere)
  atOnce(slowly)  // finding(index): blocking-call
  later(slowly)
  [1].inTurn(slowlyCount)  // finding(index, inferred): blocking-call
  Worker.start(slowlyElsewhere)
  let body: @Sendable () -> Void = { usleep(1) }  // finding(index): blocking-call
  laterAsync(body)
  let work: @Sendable () async -> Void = { usleep(1) }  // finding: blocking-call
  _ = work
}

/// Once handed to a task it is a task's own code.
func slowlyElsewhere() { usleep(1) }  // finding(index): blocking-call

struct Megaphone: Sendable {
  func callAsFunction(_ body: () -> Void) { body() }
}

func slowlyCount(_ number: Int) { usleep(1) }

final class Screen: @unchecked Sendable {
  var handler: (@MainActor () -> Void)?
  var work: (@Sendable () async -> Void)?

  func setUp() {
    handler = { usleep(1) }  // finding: blocking-call
    work = { usleep(1) }  // finding: blocking-call
    later(onMain: refresh)
  }

  @MainActor func refresh() { usleep(1) }  // finding: blocking-call
}

func nests() async {
  atOnce {
    atOnce { usleep(1) }  // finding(index): blocking-call
    later {
      atOnce { usleep(1) }  // possible: blocking-call
      laterAsync { usleep(1) }  // finding(index): blocking-call
    }
  }
  later { Task { usleep(1) } }  // finding: blocking-call
  DispatchQueue.global().async { atOnce { usleep(1) } }
}
