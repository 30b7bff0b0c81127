/// Compiled first and then known by its module only: what its functions ask of a closure stands in their mangled names.

/// The same value, of a type that no source tells.
public func opaquely<Value>(_ value: Value) -> Value { value }

public func atOnce(_ body: () -> Void) { body() }

public func later(_ body: @escaping @Sendable () -> Void) {}

public func laterAsync(_ body: @escaping @Sendable () async -> Void) {}

public func later(onMain body: @escaping @MainActor () -> Void) {}

public func lazily(_ value: @autoclosure () -> Int) -> Int { value() }

public protocol Visitor {
  func visit()
}

public struct Runner: Sendable {
  public init() {}
  public func sync(_ body: () -> Void) { body() }
  public func submit(priority: Int = 0, _ body: @escaping @Sendable () async -> Void) {}
  public func drive(_ visitor: some Visitor) { visitor.visit() }
}

open class Job {
  public init() {}
  open func run() {}
  open var progress: Int { 0 }
}

public protocol Builder {
  associatedtype Product
  init()
  static func preferred() -> Self
  func build() -> Product
}

extension Builder {
  public static func preferred() -> Self { Self() }
}
