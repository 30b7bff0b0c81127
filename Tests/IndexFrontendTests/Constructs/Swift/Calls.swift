import Foundation
import Tools

// Ways to call: by value, by key path, by member lookup, by name only.

struct Horn: Sendable {
  func callAsFunction() { usleep(1) }
  func callAsFunction(quietly: Bool) {}
  func blow() { usleep(1) }
}

@dynamicMemberLookup struct Facade: Sendable {
  subscript(dynamicMember name: String) -> Int {
    usleep(1)
    return 1
  }
}

@dynamicMemberLookup struct Lens: Sendable {
  var tank = Tank()
  subscript<Value>(dynamicMember path: KeyPath<Tank, Value>) -> Value { tank[keyPath: path] }
}

@dynamicCallable struct Remote: Sendable {
  func dynamicallyCall(withArguments arguments: [Int]) -> Int {
    usleep(1)
    return 1
  }
}

func callsValues(_ horn: Horn, _ facade: Facade, _ remote: Remote) async {
  horn()  // finding: blocking-call
  horn(quietly: true)
  opaquely(horn)()  // finding(index): blocking-call
  opaquely(horn)(quietly: true)
  _ = facade.anything  // finding(index): blocking-call
  _ = opaquely(facade).anything  // finding(index): blocking-call
  _ = remote(1)  // missed: blocking-call - the compiler records nothing at such a call
}

func goesThroughKeyPaths(_ tank: Tank, _ lens: Lens) async {
  let path = \Tank.level  // finding(index): blocking-call
  _ = tank[keyPath: path]
  _ = [tank].map(\.level)  // finding(index): blocking-call
  _ = [tank].map(\.capacity)
  _ = lens.level  // finding(index): blocking-call
}

func passesFunctions(_ horn: Horn) async {
  [1].forEach { _ in horn.blow() }  // finding: blocking-call
  let blow = horn.blow
  blow()  // finding(inferred): blocking-call
  atOnce(horn.blow)  // finding(index): blocking-call
  atOnce(slowly)  // finding(index): blocking-call
  [slowly, slowly].forEach { $0() }  // missed: blocking-call - which functions an array holds is not followed
}

func slowly() { usleep(1) }

func callsVariables() async {
  let wait = { usleep(1) }
  wait()  // finding(inferred): blocking-call
  let unused = { usleep(1) }
  _ = unused
  var other = {}
  other = { usleep(1) }
  other()  // possible: blocking-call
}

struct Hooks: Sendable {
  var before: @Sendable () -> Void = { usleep(1) }
}

func callsProperties(_ hooks: Hooks) async {
  hooks.before()  // finding(inferred): blocking-call
  opaquely(hooks).before()  // finding(index, inferred): blocking-call
}

func hasLocalFunctions() async {
  func wait() { usleep(1) }
  func outer() { wait() }
  func quick() {}
  wait()  // finding: blocking-call
  outer()  // finding: blocking-call
  quick()
  func later() async { usleep(1) }  // finding: blocking-call
  await later()
}

func defers() async {
  defer { usleep(1) }  // finding: blocking-call
  async let child = slowNumber()  // finding: blocking-call
  _ = await child
  _ = lazily(slowNumber())  // finding: blocking-call
}

func spells(_ text: String) async {
  "a".naps()  // finding: blocking-call
  opaquely(text).naps()  // finding(index): blocking-call
}

extension String {
  func naps() { usleep(1) }
}

func overloaded(_ value: Int) { usleep(1) }
func overloaded(_ value: String) {}
func choosesOverloads(_ number: Int, _ text: String) async {
  overloaded(opaquely(number))  // finding: blocking-call
  overloaded(opaquely(text))  // false alarm(syntax): blocking-call - syntax does not know which overload
}

#if NEVER_DEFINED
  func neverCompiled() async { usleep(1) }  // finding(inferred): blocking-call
#endif
