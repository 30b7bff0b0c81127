import Foundation

// Continuations and task groups: every way out of the closure that has them.

func fetch(_ completion: @escaping @Sendable (Int?, Error?) -> Void) { completion(1, nil) }
func each(_ body: (Int) -> Void) { body(1) }

func a(_ x: Int) async -> Int {
  await withCheckedContinuation { c in  // finding: continuation-not-resumed
    if x > 1 { c.resume(returning: 1) }
  }
}
func b(_ x: Int) async -> Int {
  await withCheckedContinuation { c in
    if x > 1 { c.resume(returning: 1) } else { c.resume(returning: 2) }
  }
}
func d() async throws -> Int {
  try await withCheckedThrowingContinuation { c in
    fetch { value, error in  // finding: continuation-not-resumed
      if let error { c.resume(throwing: error); return }
      guard let value else { return }
      c.resume(returning: value)
    }
  }
}
func e() async throws -> Int {
  try await withCheckedThrowingContinuation { c in
    fetch { value, error in  // finding: continuation-not-resumed
      if let error { c.resume(throwing: error) }
      if let value { c.resume(returning: value) }  // finding: continuation-not-resumed
    }
  }
}
func e2() async throws -> Int {
  try await withCheckedThrowingContinuation { c in
    fetch { value, error in
      if let error { c.resume(throwing: error) }
      if error == nil { c.resume(returning: 1) }
    }
  }
}
func g(_ r: Result<Int, any Error>) async throws -> Int {
  try await withCheckedThrowingContinuation { c in
    switch r {
    case .success(let v): c.resume(returning: v)
    case .failure(let e): c.resume(throwing: e)
    }
  }
}
func h(_ r: Int) async -> Int {
  await withCheckedContinuation { c in  // finding: continuation-not-resumed
    switch r {
    case 1: c.resume(returning: 1)
    case 2: break
    default: fatalError()
    }
  }
}
final class Box {
  var stored: [CheckedContinuation<Void, Never>] = []
  func wait() async { await withCheckedContinuation { stored.append($0) } }
  func wait2() async { await withCheckedContinuation { if stored.isEmpty { stored.append($0) } } }  // finding: continuation-not-resumed
}
func group() async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in  // finding: group-results-dropped
    group.addTask {
      try await Task.sleep(for: .seconds(1)); try real()
    }
  }
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try real() }
    try await group.waitForAll()
  }
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try? work() }
  }
  try await withThrowingTaskGroup(of: Void.self) { group in
    for _ in 0..<3 { group.addTask { try real() } }
    for try await _ in group {}
  }
}
func work() throws { if Bool.random() { throw CancellationError() } }
func real() throws { if Bool.random() { throw CocoaError(.fileNoSuchFile) } }
