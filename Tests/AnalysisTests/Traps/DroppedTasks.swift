import Foundation
import Dispatch

// Tasks whose errors are lost, and child tasks that nobody reads.

func work() async throws -> Int { if Bool.random() { throw CocoaError(.fileNoSuchFile) }; return 1 }
func quiet() async {}

final class Store: @unchecked Sendable {
  var task: Task<Void, any Error>?
  var other: Task<Int, any Error>?
  var lost: Task<Int, any Error>?

  func a() {
    Task { try await work() }  // finding: task-error-dropped
    Task.detached { try await work() }  // finding: task-error-dropped
    Task { try? await work() }
    Task { await quiet() }
    Task { do { try await work() } catch { print(error) } }
    Task { do { try await work() } catch is CocoaError { print("x") } }  // finding: task-error-dropped
    Task { try await Task.sleep(for: .seconds(1)) }
    Task {
      try await Task.sleep(for: .seconds(1))
      await quiet()
    }
    Task<Void, Never> { _ = try? await work() }
    Task { throw CocoaError(.fileNoSuchFile) }  // finding: task-error-dropped
  }
  func b() {
    let t = Task { try await work() }  // finding: task-error-dropped
    let u = Task { try await work() }
    Task { print(try? await u.value) }
    let v = Task { try await work() }
    v.cancel()
  }
  func c() {
    lost = Task { try await work() }  // finding: task-error-dropped
    other = Task { try await work() }
  }
  func d() async throws -> Int { try await other!.value }
  func e() -> Task<Int, any Error> { Task { try await work() } }
  @discardableResult func spawn(_ op: @escaping @Sendable () async throws -> Void) -> Task<Void, any Error> {
    Task { try await op() }
  }
  func f() {
    spawn { _ = try await work() }  // finding: task-error-dropped
    spawn { await quiet() }
    e()  // finding: task-error-dropped
    DispatchQueue.main.async { Task { try await work() } }  // finding: task-error-dropped
  }
  func g() async {
    async let x = work()  // finding: async-let-unawaited
    async let y = work()
    async let _ = work()
    async let (p, q) = (work(), work())
    print(try? await y)
    print(try? await p)
  }
}
