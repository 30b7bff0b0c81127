import Model
import SwiftFrontend
import Testing

/// Repairs of what is no code that anyone wrote, at places where nothing is.
@Suite struct RepairFuzzTests {
  private static let source = """
    import Foundation
    import NIOPosix
    final class Box {
      let logger = 1
      var d: Int { get async throws { try await fetch().value } }
      func load(from url: URL?, _ n: Int...) async throws -> Data {
        async let child = sleep(1)
        for await item in stream(try f.wait()) where item.ok { Thread.sleep(forTimeInterval: 1 / x) }
        while !f.wait() { _ = usleep(10) }
        let a = b ? try c.wait() : d.wait() + e[g.wait(), default: 1] // Why.
        Task { [weak self, z = make()] in
          try await run(z, \"\"\"
            \\(text)
            \"\"\")
        }
        try await withThrowingTaskGroup(of: Int.self) { group in group.addTask { sleep(1) } }
        DispatchQueue.main.sync { self.n = try! h() }
        switch kind() { case .a(let n, _) where n > 0: go(n); default: break }
        return try String(
          contentsOf: url /* é🧵 */, encoding: .utf8)
      }
    }
    """

  private static let repairs: [Repair] = [
    .call("try await Task.sleep(for: .seconds($0))", losesResult: true), .call("try await $receiver.get()"),
    .call("await MainActor.run(body: $0)"), .call("await $receiver.f($1, $0)"), .offload, .waitForAll, .catchErrors,
    .callTwin(name: "f(a:_:)", isThrowing: true),
  ]

  @Test(arguments: 0..<12) func damagedSourceIsMendedWithoutHarm(seed: Int) {
    var random = Seeded(state: UInt64(seed) &* 7919 &+ 17)
    for _ in 0..<10 {
      var bytes = Array(Self.source.utf8)
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 1...40, using: &random))
        if Bool.random(using: &random) {
          bytes.removeSubrange(start..<end)
        } else {
          bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
        }
      }
      check(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test func everyPlaceOfAnIntactSource() { check(Self.source) }

  @Test(arguments: HostileSourceTests.sources.indices) func nothingExhaustsTheStack(number: Int) {
    guard let source = SourceRepairs(HostileSourceTests.sources[number], file: "a.swift") else { return }
    for repair in Self.repairs { _ = source.fix(repair, at: Place(file: "a.swift", line: 1, column: 9)) }
  }

  /// Every place of a text gets every repair.
  private func check(_ text: String) {
    guard let source = SourceRepairs(text, file: "a.swift") else { return }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      for column in 0...line.utf8.count + 1 {
        let place = Place(file: "a.swift", line: number + 1, column: column)
        for repair in Self.repairs {
          guard let fix = source.fix(repair, at: place) else { continue }
          #expect(isOrdered(fix.edits, end: text.utf8.count))
          let mended = fix.applied(to: text)
          #expect(SourceRepairs.isIntact(mended), "\(repair) at \(place.line):\(place.column): \(mended)")
        }
      }
    }
  }

  private func isOrdered(_ edits: [Fix.Edit], end: Int) -> Bool {
    var last = -1
    for edit in edits {
      guard edit.start > last, edit.end >= edit.start, edit.end <= end else { return false }
      last = edit.end
    }
    return !edits.isEmpty
  }
}
