import Foundation
import Tools

// Members of generic, nested and extended types, and the ways to make a value.

struct Box<Element: Sendable>: Sendable {
  var element: Element
  struct Inner: Sendable {
    func open() { usleep(1) }
  }
  func open() { usleep(1) }
  subscript<Key>(key: Key) -> Element {
    usleep(1)
    return element
  }
}

extension Box where Element == Int {
  func count() { usleep(1) }
}

extension Box where Element == String {
  func count() {}
}

extension Array where Element == Horn {
  func blowAll() { usleep(1) }
  var loudest: Int {
    usleep(1)
    return 1
  }
}

func opens(_ box: Box<Int>, _ other: Box<String>, _ inner: Box<Int>.Inner, _ horns: [Horn]) async {
  box.open()  // finding: blocking-call
  opaquely(box).open()  // finding(index): blocking-call
  inner.open()  // finding: blocking-call
  _ = box["key"]  // finding: blocking-call
  _ = opaquely(box)[1]  // finding(index): blocking-call
  opaquely(box).count()  // finding(index): blocking-call
  opaquely(other).count()
  horns.blowAll()  // finding: blocking-call
  opaquely(horns).blowAll()  // finding(index): blocking-call
  _ = opaquely(horns).loudest  // finding(index): blocking-call
}

class Vehicle {
  var wheels: Int
  init(wheels: Int) {
    usleep(1)
    self.wheels = wheels
  }
  convenience init() { self.init(wheels: 4) }
  required init?(name: String) {
    usleep(1)
    return nil
  }
  class func make() -> Vehicle { Vehicle() }
}

class Car: Vehicle {}

final class Truck: Vehicle {
  init(load: Int) { super.init(wheels: load) }
  required init?(name: String) { super.init(name: name) }
  static func idle() -> Truck? { nil }
}

enum Level: Int, Sendable {
  case low, high
  init?(slowly value: Int) {
    usleep(1)
    return nil
  }
  var next: Level {
    usleep(1)
    return .high
  }
  static func parse() -> Level {
    usleep(1)
    return .low
  }
}

func makes() async {
  _ = Vehicle(wheels: 1)  // finding: blocking-call
  _ = Vehicle()  // finding: blocking-call
  _ = Car()  // finding: blocking-call
  _ = Car(wheels: 3)  // finding: blocking-call
  _ = Car(name: "a")  // finding: blocking-call
  _ = Truck(load: 1)  // finding: blocking-call
  _ = Truck.idle()
  _ = Car.make()  // finding: blocking-call
  let type: Vehicle.Type = opaquely(Car.self)
  _ = type.init(name: "a")  // finding: blocking-call
  _ = Level(slowly: 1)  // finding: blocking-call
  _ = Level(rawValue: 1)
  let level: Level = .parse()  // finding(index): blocking-call
  _ = level.next  // finding: blocking-call
  let next = Level.low.next.next  // finding: blocking-call
  _ = next
}

protocol Maker {
  static func make() -> Self
  static var limit: Int { get }
  init(slowly: Int)
}

struct SlowMade: Maker {
  static func make() -> SlowMade {
    usleep(1)
    return SlowMade(slowly: 1)
  }
  static var limit: Int {
    usleep(1)
    return 1
  }
  init(slowly: Int) { usleep(1) }
}

func makesGenerically<Value: Maker>(_ type: Value.Type) async {
  _ = Value.make()  // finding: blocking-call
  _ = Value(slowly: 1)  // finding(index): blocking-call
  _ = type.make()  // finding: blocking-call
  _ = Value.limit  // finding: blocking-call
}

func someSingle() -> some Single { OnlyOne() }
func anySingle() -> any Single { OnlyOne() }
func optionalHorn() -> Horn? { nil }

func callsResults() async {
  someSingle().fetch()  // finding: blocking-call
  anySingle().fetch()  // finding: blocking-call
  optionalHorn()?.blow()  // finding: blocking-call
  opaquely(optionalHorn())?.blow()  // finding(index): blocking-call
  // swift-format-ignore: NeverForceUnwrap
  opaquely(optionalHorn())!.blow()  // finding(index): blocking-call
  Horn.blow(Horn())()  // finding(index): blocking-call
  let horn = if opaquely(true) { Horn() } else { Horn() }
  horn.blow()  // finding: blocking-call
  [Horn()].map { $0 }.first?.blow()  // finding(index): blocking-call
  for horn in opaquely([Horn()]) { horn.blow() }  // finding(index): blocking-call
  guard let given = opaquely(optionalHorn()) else { return }
  given.blow()  // finding(index): blocking-call
  switch opaquely(optionalHorn()) {
  case let inner?: inner.blow()  // finding(index): blocking-call
  case nil: break
  }
  let (first, _) = opaquely((Horn(), 1))
  first.blow()  // finding(index): blocking-call
}

final class SlowJob: Job {
  override func run() { usleep(1) }
  override var progress: Int {
    usleep(1)
    return 1
  }
}

func runsJobs(_ job: Job, _ slow: SlowJob) async {
  job.run()  // possible(index): blocking-call
  _ = job.progress  // possible(index): blocking-call
  slow.run()  // finding: blocking-call
  opaquely(slow).run()  // finding(index): blocking-call
  _ = opaquely(slow).progress  // finding(index): blocking-call
}

class Dial {
  var position = 0
}

final class SlowDial: Dial {
  override var position: Int { didSet { usleep(1) } }
}

func turns(_ dial: Dial, _ slow: SlowDial) async {
  dial.position = 1  // false alarm(syntax): blocking-call - one target // possible(index): blocking-call
  slow.position = 1  // finding: blocking-call
  opaquely(slow).position = 1  // finding(index): blocking-call
}

struct Ledger: Sendable {
  var entries: [Int] {
    _read {
      usleep(1)
      yield[]
    }
    nonmutating _modify {
      usleep(1)
      var copy: [Int] = []
      yield &copy
    }
  }
}

func records(_ ledger: Ledger) async {
  _ = ledger.entries  // finding: blocking-call
  ledger.entries.append(1)  // finding: blocking-call
  _ = opaquely(ledger).entries  // finding(index): blocking-call
}

let globalClosure: @Sendable () -> Void = { usleep(1) }
var globalComputed: Int {
  usleep(1)
  return 1
}

func usesGlobals() async {
  globalClosure()  // finding(inferred): blocking-call
  _ = globalComputed  // finding: blocking-call
}

func rethrowing(_ body: () throws -> Void) rethrows { try body() }
func packed<each Value>(_ value: repeat each Value) { usleep(1) }
func consumes(_ value: consuming [Int]) { usleep(1) }
func throwsTyped() throws(CancellationError) { usleep(1) }

func callsOddly() async throws {
  rethrowing { usleep(1) }  // finding: blocking-call
  packed(1, "a")  // finding(index): blocking-call
  consumes([1])  // finding: blocking-call
  try throwsTyped()  // finding: blocking-call
  try? throwsTyped()  // finding: blocking-call
}

class Root {
  init() { usleep(1) }
}

class Branch: Root {
  let length: Int
  override init() { length = 1 }
}

class Leaf: Branch {
  let colour = "green"
}

class SlowRoot {
  let number = slowNumber()
}

final class SlowHeir: SlowRoot {}

func makesHeirs() async {
  _ = Branch()  // finding(inferred): blocking-call
  _ = Leaf()  // finding(inferred): blocking-call
  _ = SlowHeir()  // finding: blocking-call
}

struct Partial: Sendable {
  var first: Int
  var second = slowNumber()
}

func makesPartially() async {
  _ = Partial(first: 1)  // finding: blocking-call
  _ = Partial(first: 1, second: 2)
}
