import Foundation

// Odd ways to forget, and to ask: what the pages have no room for.

func work() async throws -> Int { if Bool.random() { throw CocoaError(.fileNoSuchFile) }; return 1 }
func pick() -> Bool { true }
func a() -> [Task<Int, any Error>] { (0..<3).map { _ in Task { try await work() } } }
func b() { Swift.Task { try await work() } }  // finding: task-error-dropped
func c(_ lock: NSLock, _ n: Int) async { lock.lock(); switch n { case 0: lock.unlock(); default: fatalError() }; await d() }
func d() async { await Task.yield() }
func e() async { while true { while true { if pick() { break } } } }  // finding: loop-without-suspension
func f() async { while true { for i in 0..<3 { print(i) } } }  // finding: loop-without-suspension
func g() async throws {
  try await withThrowingTaskGroup(of: Int.self) { group in
    group.addTask { try await work() }
    while !group.isEmpty { _ = try await group.next() }
  }
}
func h() async { while pick() { try? await ContinuousClock().sleep(for: .seconds(1)) } }  // finding: cancellation-swallowed
func stop() -> Bool { Task.isCancelled }
func i() async { while !stop() { try? await Task.sleep(for: .seconds(1)) } }
func j() async { await withCheckedContinuation { (_: CheckedContinuation<Void, Never>) in } }  // finding: continuation-not-resumed
func k() async { let _: Int = await withCheckedContinuation { _ in print(1) } }  // finding: continuation-not-resumed
func startThread() -> pthread_t {
  #if os(Linux) || os(Android)
    #if canImport(Musl)
      var thread: OpaquePointer?
      _ = pthread_create(&thread, nil, { _ in nil }, nil)
    #else
      var thread = pthread_t()
      _ = pthread_create(&thread, nil, { _ in nil }, nil)
    #endif
  #endif
  return thread
}
