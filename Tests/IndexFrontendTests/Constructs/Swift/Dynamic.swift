import Foundation
import Tools

// Calls whose target is chosen at run time.

protocol Single { func fetch() }
struct OnlyOne: Single { func fetch() { usleep(1) } }

func throughOne(_ value: any Single, _ other: some Single) async {
  value.fetch()  // finding: blocking-call
  other.fetch()  // finding: blocking-call
  opaquely(value).fetch()  // finding(index): blocking-call
}

protocol Mixed { func fetch() }
struct QuickMixed: Mixed { func fetch() {} }
struct SlowMixed: Mixed { func fetch() { usleep(1) } }

func throughSome(_ value: any Mixed) async {
  value.fetch()  // possible: blocking-call
  SlowMixed().fetch()  // finding: blocking-call
  QuickMixed().fetch()
  opaquely(SlowMixed()).fetch()  // finding(index): blocking-call
  opaquely(QuickMixed()).fetch()
}

func throughConstraint<Value: Mixed>(_ value: Value) async {
  value.fetch()  // possible: blocking-call
}

protocol AllSlow { func fetch() }
struct FirstSlow: AllSlow { func fetch() { usleep(1) } }
struct SecondSlow: AllSlow { func fetch() { usleep(2) } }

func throughAll(_ value: any AllSlow, _ other: some AllSlow) async {
  value.fetch()  // finding(index): blocking-call
  other.fetch()  // finding(index): blocking-call
}

func throughConstraints<Value>(_ value: Value) async where Value: AllSlow {
  value.fetch()  // finding(index): blocking-call
}

protocol Lazybones { func nap() }
extension Lazybones { func nap() { usleep(1) } }
struct Sloth: Lazybones {}
struct Panda: Lazybones {}

func throughDefault(_ value: any Lazybones, _ sloth: Sloth) async {
  value.nap()  // finding: blocking-call
  sloth.nap()  // finding: blocking-call
  opaquely(sloth).nap()  // finding(index): blocking-call
}

protocol Napper { func nap() }
extension Napper { func nap() { usleep(1) } }
struct Owl: Napper { func nap() {} }

func throughUnusedDefault(_ value: any Napper, _ owl: Owl) async {
  value.nap()  // possible: blocking-call
  owl.nap()
}

class Animal { func move() {} }
class Snail: Animal { override func move() { usleep(1) } }
final class GardenSnail: Snail {}

func throughClass(_ animal: Animal, _ snail: Snail, _ garden: GardenSnail) async {
  animal.move()  // possible: blocking-call
  snail.move()  // finding: blocking-call
  garden.move()  // finding: blocking-call
  opaquely(garden).move()  // finding(index): blocking-call
}

class Turtle: Animal {
  override func move() { super.move() }
  func sleeps() async { super.move() }
}

class Parent { func rest() { usleep(1) } }
final class Child: Parent {
  override func rest() {}
  func play() async {
    rest()
    super.rest()  // finding: blocking-call
  }
}

private class Hidden { func rest() { usleep(1) } }
private func throughPrivate(_ hidden: Hidden) async {
  hidden.rest()  // finding: blocking-call
}

protocol Named { var name: String { get } }
struct SlowName: Named {
  var name: String {
    usleep(1)
    return "a"
  }
}

func throughProperty(_ value: any Named) async {
  _ = value.name  // finding: blocking-call
  _ = opaquely(value).name  // finding(index): blocking-call
}

protocol Associated {
  associatedtype Source: Single
  var source: Source { get }
}

func throughAssociated<Value: Associated>(_ value: Value) async {
  value.source.fetch()  // finding: blocking-call
}

struct Guest: Visitor {
  func visit() { usleep(1) }
}

func throughLibrary(_ runner: Runner, _ visitor: any Visitor) async {
  visitor.visit()  // possible(index): blocking-call
  runner.drive(Guest())  // missed: blocking-call - a library without source may call what it is given, or not
}

struct Retro: Sendable { func fetch() { usleep(1) } }
extension Retro: Fetching {}
protocol Fetching { func fetch() }

func throughRetroactive(_ value: any Fetching) async {
  value.fetch()  // finding: blocking-call
}
