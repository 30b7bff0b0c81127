import Foundation

// A dependency whose sources are read, and reported on to nobody.

public func restock() { usleep(1) }

public func restockLater(_ body: @escaping @Sendable () -> Void) {
  DispatchQueue.global().async { body() }
}

public func restockEach(_ count: Int, _ body: () -> Void) {
  for _ in 0..<count { body() }
}

public protocol Shelf { func fill() }
extension Shelf {
  public func fill() { usleep(1) }
}
public struct SlowShelf: Shelf, Sendable { public init() {} }

public protocol Rack { func fill() }
public struct SlowRack: Rack, Sendable {
  public init() {}
  public func fill() { usleep(1) }
}

open class Crate {
  public init() {}
  open func unpack() { usleep(1) }
  public final var weight: Int {
    usleep(1)
    return 1
  }
}

public actor Teller {
  public init() {}
  public func count() { usleep(1) }
}
