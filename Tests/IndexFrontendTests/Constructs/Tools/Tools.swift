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

public func perhaps(_ body: (@Sendable () -> Void)?) {}
public func perhapsAsync(_ body: (@Sendable () async -> Void)?) {}
public func deferredly(_ value: @escaping @autoclosure @Sendable () -> Int) {}
public func isolatedAnyhow(_ body: @escaping @isolated(any) @Sendable () async -> Void) {}
public func sending(_ body: sending @escaping () async -> Void) {}
public func both(now: () -> Void, later: @escaping @Sendable () -> Void, task: @Sendable () async -> Void) async {}
public func transform<Input, Output>(_ value: Input, _ body: (Input) throws -> Output) rethrows -> Output {
  try body(value)
}
public func measure(label: String = "", times: Int = 1, _ body: () async throws -> Void) async rethrows {
  try await body()
}
public func onActor<Owner: Actor>(_ owner: Owner, _ body: (isolated Owner) -> Void) async { await body(owner) }
infix operator <~ : AssignmentPrecedence
public func <~ (left: Runner, right: @escaping @Sendable () async -> Void) {}

public struct Worker: Sendable {
  public init(_ body: @escaping @Sendable () async -> Void) {}
  public init(onMain body: @escaping @MainActor () -> Void) {}
  public static func start(_ body: @escaping @Sendable () async -> Void) {}
  public func callAsFunction(_ body: () -> Void) { body() }
}

extension Collection {
  public func inTurn(_ body: (Element) -> Void) { for element in self { body(element) } }
  public func atSomeTime(_ body: @escaping @Sendable (Element) -> Void) {}
}
