import Foundation

// Loops after a cancel, and loops without an end.
func step() -> Bool { true }
func poll() async throws {}
func more() throws {}
func a() async {
  while true {
    try? await Task.sleep(for: .seconds(1))  // finding: cancellation-swallowed
    _ = step()
  }
}
func b() async {
  while !Task.isCancelled { try? await Task.sleep(for: .seconds(1)) }
}
func c() async throws {
  while step() {
    try? await Task.sleep(for: .seconds(1))
    try Task.checkCancellation()
  }
}
func d() async throws {
  while step() {
    try? await Task.sleep(for: .seconds(1))
    try await poll()
  }
}
func e() async {
  while step() {
    do { try await Task.sleep(for: .seconds(1)) } catch {}  // finding: cancellation-swallowed
  }
}
func f() async {
  while step() {
    do { try await Task.sleep(for: .seconds(1)) } catch { break }
  }
}
func g() async {
  for _ in 0..<3 { try? await Task.sleep(for: .seconds(1)) }
}
func g2() async {
  while step() {
    do { try await poll() } catch { try? await Task.sleep(for: .seconds(1)) }  // finding: cancellation-swallowed
  }
}
func g3() async {
  while step() {
    guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
  }
}
func h() async {
  while true { _ = step() }  // finding: loop-without-suspension
}
func i() async {
  while true { if step() { break } }
}
func j() async throws {
  while true { try more() }
}
func k() async {
  while true { _ = step(); if Task.isCancelled { return } }
}
func l() async {
  while true { _ = step(); await Task.yield() }
}
func m() async {
  while true { guard step() else { fatalError() } }
}
func n() {
  while true { _ = step() }
}
actor A {
  var n = 0
  func run() { while true { n += 1; _ = step() } }  // finding: loop-without-suspension
  func run2() { repeat { do { try more() } catch { print(error) } } while true }  // finding: loop-without-suspension
}
