/// Where a function that runs beside others leaves its value.
final class Slot<Value: Sendable>: Sendable {
  // Written once by the task that runs the function, and read once when that task has been waited for.
  private nonisolated(unsafe) var value: Value?

  init(_: Value.Type) {}

  func put(_ value: Value) {
    self.value = value
  }

  func take() -> Value {
    guard let result = value.take() else { preconditionFailure("a function ended and left no value") }
    return result
  }
}
