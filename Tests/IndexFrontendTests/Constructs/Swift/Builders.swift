import Foundation
import Tools

// Methods of a result builder, of a property wrapper, of an interpolation: called by what the compiler writes.

@resultBuilder enum SlowBuilder {
  static func buildBlock(_ parts: Int...) -> Int {
    usleep(1)
    return 1
  }
}

@resultBuilder enum SlowExpressions {
  static func buildExpression(_ value: Int) -> Int {
    usleep(1)
    return value
  }
  static func buildBlock(_ parts: Int...) -> Int { 1 }
  static func buildOptional(_ part: Int?) -> Int {
    usleep(1)
    return 1
  }
}

func build(@SlowBuilder _ body: () -> Int) -> Int { body() }
func buildLater(@SlowBuilder _ body: @escaping @Sendable () -> Int) {}

@SlowBuilder func built() async -> Int {  // finding(index): blocking-call
  1
  2
}

@SlowExpressions func expressed(_ flag: Bool) async -> Int {
  1  // finding(index): blocking-call
  if flag {  // finding(index): blocking-call
    2  // finding(index): blocking-call
  }  // finding(index): blocking-call
}

func builds() async {
  _ = build {  // finding(index): blocking-call
    1
    2
  }
}

@propertyWrapper struct Slow: Sendable {
  var wrappedValue: Int {
    get {
      usleep(1)
      return 1
    }
    nonmutating set { usleep(1) }
  }
  var projectedValue: Int {
    usleep(1)
    return 1
  }
  init(wrappedValue: Int) {}
}

@propertyWrapper struct SlowToMake: Sendable {
  var wrappedValue: Int
  init(wrappedValue: Int) {
    usleep(1)
    self.wrappedValue = wrappedValue
  }
}

struct Wrapped: Sendable {
  @Slow var number = 1
  @SlowToMake var made = 1
}

func wraps(_ wrapped: Wrapped) async {
  _ = wrapped.number  // finding: blocking-call
  wrapped.number = 1  // finding: blocking-call
  _ = wrapped.$number  // finding(index): blocking-call
  _ = opaquely(wrapped).number  // finding(index): blocking-call
  _ = wrapped.made
  _ = Wrapped()  // finding(index): blocking-call
}

func wrapsLocally() async {
  @Slow var number = 1
  _ = number  // missed: blocking-call - the compiler records no access to a local variable
}

struct Described: CustomStringConvertible, Sendable {
  var description: String {
    usleep(1)
    return "a"
  }
}

struct Plain: Sendable {}

extension DefaultStringInterpolation {
  mutating func appendInterpolation(slowly value: Int) { usleep(1) }
}

func describes(_ value: Described, _ plain: Plain) async {
  _ = "\(value)"  // missed: blocking-call - the compiler records no call of `description`
  _ = "\(plain)"
  _ = "\(slowly: 1)"  // finding(index): blocking-call
  _ = "\(slowNumber())"  // finding: blocking-call
  _ = String(describing: value)  // missed: blocking-call - the standard library has no source here
  print(value)  // missed: blocking-call - the standard library has no source here
}
