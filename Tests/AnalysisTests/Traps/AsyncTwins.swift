import Foundation

// Synchronous calls whose function has an async twin, and twins that are none.

protocol Reading {
  func fetch(_ id: Int) -> Data
  func fetch(_ id: Int, retries: Int) async -> Data
  func load(_ id: Int) -> Data
  func loadAsync(_ id: Int) async -> Data
}
final class Store: @unchecked Sendable {
  func read(_ path: String) -> Data { try! Data(contentsOf: URL(filePath: path)) }
  func readAsync(_ path: String) async -> Data {
    await withCheckedContinuation { c in
      DispatchQueue.global().async { c.resume(returning: self.read(path)) }
    }
  }
  func write(_ path: String) { FileManager.default.createFile(atPath: path, contents: nil) }
  func writeAsync(_ path: String) async { write(path) }  // finding: blocking-call
  func sum(_ n: Int) -> Int { n + 1 }
  func sumAsync(_ n: Int) async -> Int { await Task.yield(); return n + 1 }
}
func use(_ s: Store, _ r: any Reading) async {
  _ = s.read("x")  // finding: sync-call-with-async-twin
  s.write("x")  // finding: blocking-call
  _ = s.sum(1)
  _ = r.load(1)  // finding: sync-call-with-async-twin
  _ = await r.loadAsync(1)
}
func use2(_ s: Store) {
  _ = s.read("x")
}
func t(_ s: Store) {
  Task { _ = s.read("x") }  // finding: sync-call-with-async-twin
}
func needless() async -> Int { helper() }
func helper() -> Int { 1 }
func stub() async {}
func stub2() async { fatalError("later") }
func pretends() async { helper2() }  // finding: blocking-call
func helper2() { Thread.sleep(forTimeInterval: 1) }
struct W: Doing { func go() async { _ = helper() } }
protocol Doing { func go() async }
func passed() async { _ = helper() }
func take(_ f: @Sendable () async -> Void) async { await f() }
func pass() async { await take(passed) }
@MainActor func ui() async { await offMain() }
func offMain() async { _ = helper() }
func child() async { async let x = helper(); _ = await x }
func onTheMainActor(_ s: Store) async {
  await MainActor.run { _ = s.read("x") }  // finding: blocking-call
}
