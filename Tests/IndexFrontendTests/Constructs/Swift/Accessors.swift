import Foundation
import Tools

// Properties and subscripts: what runs where nothing is called.

struct Tank: Sendable {
  var level: Int {
    get {
      usleep(1)
      return 1
    }
    nonmutating set { usleep(1) }
  }
  var capacity = 10
  subscript(index: Int) -> Int {
    get {
      usleep(1)
      return index
    }
    nonmutating set { usleep(1) }
  }
  static subscript(name: String) -> Int {
    usleep(1)
    return 1
  }
  static var spare: Tank {
    usleep(1)
    return Tank()
  }
}

final class Gauge {
  var watched = 0 { didSet { usleep(1) } }
  var guarded = 0 { willSet { usleep(1) } }
  var plain = 0
  lazy var late: Int = {
    usleep(1)
    return 1
  }()
  lazy var later = slowNumber()
}

func slowNumber() -> Int {
  usleep(1)
  return 1
}

func readsAndWrites(_ tank: Tank) async {
  _ = tank.level  // finding: blocking-call
  tank.level = 1  // finding: blocking-call
  tank.level += 1  // finding: blocking-call
  _ = tank[0]  // finding: blocking-call
  tank[0] = 1  // finding: blocking-call
  tank[0] += 1  // finding: blocking-call
  _ = Tank["a"]  // finding: blocking-call
  _ = Tank.spare  // finding: blocking-call
  _ = tank.capacity
}

func readsAndWritesOpaquely(_ tank: Tank) async {
  _ = opaquely(tank).level  // finding(index): blocking-call
  opaquely(tank).level = 1  // finding(index): blocking-call
  opaquely(tank)[0] = 1  // finding(index): blocking-call
  _ = opaquely([tank])[0].level  // finding(index): blocking-call
  _ = opaquely(tank).capacity
  let spare: Tank = .spare  // finding(index): blocking-call
  _ = spare
}

func change(_ value: inout Int) { value += 1 }

func passesInOut(_ tank: Tank) async {
  var copy = tank
  change(&copy.level)  // finding: blocking-call
  change(&copy[1])  // finding: blocking-call
  change(&copy.capacity)
}

func observes(_ gauge: Gauge) async {
  gauge.watched = 1  // finding: blocking-call
  gauge.watched += 1  // finding: blocking-call
  gauge.guarded = 1  // finding: blocking-call
  gauge.plain = 1
  _ = gauge.watched
  opaquely(gauge).watched = 1  // finding(index): blocking-call
  opaquely(gauge).guarded = 1  // finding(index): blocking-call
  opaquely(gauge).plain = 1
}

func firstReadOfLazy(_ gauge: Gauge) async {
  _ = gauge.late  // finding: blocking-call
  _ = gauge.later  // finding: blocking-call
  _ = opaquely(gauge).late  // finding(index): blocking-call
  _ = opaquely(gauge).later  // finding(index): blocking-call
}
