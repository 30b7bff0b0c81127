import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

// Callbacks that resume a continuation on some of their ways, and tasks around them.
final class API: @unchecked Sendable {
  var name = ""
  func load(completion: @escaping @Sendable (Result<Data, any Error>) -> Void) {}
  func old(_ cb: @escaping @Sendable (Data?, (any Error)?) -> Void) {}
  func fetch() async throws -> Data {
    try await withCheckedThrowingContinuation { continuation in
      load { [weak self] result in  // finding: continuation-not-resumed
        guard let self else { return }
        self.name = "x"
        continuation.resume(with: result)
      }
    }
  }
  func fetch2() async throws -> Data {
    try await withCheckedThrowingContinuation { continuation in
      load { result in
        continuation.resume(with: result)
      }
    }
  }
  func fetch3() async throws -> Data {
    try await withCheckedThrowingContinuation { continuation in
      old { data, error in  // finding: continuation-not-resumed
        if let error { continuation.resume(throwing: error) }
        if let data { continuation.resume(returning: data) }  // finding: continuation-not-resumed
      }
    }
  }
  func fetch4(_ url: URL?) async throws -> Data {
    try await withCheckedThrowingContinuation { continuation in  // finding: continuation-not-resumed
      guard let url else { return }
      let task = URLSession.shared.dataTask(with: url) { data, response, error in
        if let error { continuation.resume(throwing: error); return }
        continuation.resume(returning: data ?? Data())
      }
      task.resume()
    }
  }
  func fetch5(_ url: URL) async throws -> Data {
    try await withCheckedThrowingContinuation { continuation in
      URLSession.shared.dataTask(with: url) { data, response, error in  // finding: continuation-not-resumed
        if let error { continuation.resume(throwing: error) } else if let data, !data.isEmpty {
          continuation.resume(returning: data)
        }
      }.resume()
    }
  }
  func fetch6(_ items: [Int]) async -> Int {
    await withCheckedContinuation { continuation in  // finding: continuation-not-resumed
      for item in items where item > 1 {
        continuation.resume(returning: item)  // finding: continuation-not-resumed
      }
    }
  }
  func fetch7() async throws -> Int {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        do {
          let value = try self.compute()
          continuation.resume(returning: value)
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
  }
  func fetch8() async throws -> Int {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {  // finding: continuation-not-resumed
        do {
          let value = try self.compute()
          continuation.resume(returning: value)
        } catch {
          print(error)
        }
      }
    }
  }
  func compute() throws -> Int { if Bool.random() { throw CocoaError(.fileNoSuchFile) }; return 1 }
  func withTimeout() async throws -> Int {
    try await withThrowingTaskGroup(of: Int.self) { group in
      group.addTask { try self.compute() }
      group.addTask { try await Task.sleep(for: .seconds(1)); throw CancellationError() }
      let first = try await group.next()!
      group.cancelAll()
      return first
    }
  }
  private var lock = NSLock()
  private var cache: [String: Data] = [:]
  func cached(_ key: String) async throws -> Data {
    lock.lock()
    if let hit = cache[key] { lock.unlock(); return hit }
    let data = try await fetch2()  // finding: lock-across-await
    cache[key] = data
    lock.unlock()
    return data
  }
  func poll() async {
    while true {
      do {
        _ = try await fetch2()
      } catch {
        print(error)
      }
      try? await Task.sleep(nanoseconds: 1_000_000_000)  // finding: cancellation-swallowed
    }
  }
  var refresh: Task<Void, any Error>?
  func restart() {
    refresh?.cancel()
    refresh = Task {
      while !Task.isCancelled {
        try await Task.sleep(for: .seconds(60))
        _ = try await fetch2()
      }
    }
  }
}
