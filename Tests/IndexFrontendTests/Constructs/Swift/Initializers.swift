import Foundation
import Tools

// Values that are computed when something is made, or when a global is first read.

let slowGlobal = slowNumber()
let slowClosureGlobal: Int = {
  usleep(1)
  return 1
}()
let quickGlobal = 1

enum Defaults {
  static let slow = slowNumber()
  static let quick = 1
}

struct Stored: Sendable {
  var number = slowNumber()
  var other = 1
}

struct Explicit: Sendable {
  var number = slowNumber()
  init() {}
}

final class Owner: Sendable {
  let stored = Stored()
}

struct Waiting: Sendable {
  init(milliseconds: Int) { usleep(1) }
  init(seconds: Int) {}
}

struct Derived: Sendable {
  init() { self.init(amount: 1) }
  init(amount: Int) { usleep(1) }
}

func readsGlobals() async {
  _ = slowGlobal  // finding: blocking-call
  _ = slowClosureGlobal  // finding: blocking-call
  _ = quickGlobal
  _ = Defaults.slow  // finding: blocking-call
  _ = Defaults.quick
}

func makesValues() async {
  _ = Stored()  // finding: blocking-call
  _ = Explicit()  // finding: blocking-call
  _ = Owner()  // finding: blocking-call
  _ = Waiting(milliseconds: 1)  // finding: blocking-call
  _ = Waiting(seconds: 1)
  _ = Derived()  // finding: blocking-call
}

func makesValuesWithoutNamingThem() async {
  let stored: Stored = .init()  // finding(index): blocking-call
  let waiting: Waiting = opaquely(.init(milliseconds: 1))  // finding(index): blocking-call
  let quick: Waiting = opaquely(.init(seconds: 1))
  _ = (stored, waiting, quick)
  _ = [1].map(Waiting.init(milliseconds:))  // finding(index): blocking-call
}

func pause(_ amount: Int = slowNumber()) {}
func pause(named name: String, _ amount: Int = 1) {}

func usesDefaults() async {
  pause()  // finding: blocking-call
  pause(1)
  pause(named: "a")
}

let madeFirst = slowNumber()
let madeFromFirst = madeFirst + 1

func readsGlobalsAgain() async {
  _ = madeFromFirst  // finding: blocking-call
  _ = madeFirst
  _ = madeFromFirst
}
