import Model
import SwiftFrontend
import Testing

/// A generator with a seed, so that a failure can be repeated.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 31)
  }
}

@Suite struct MutationTests {
  private static let source = """
    @MainActor final class Box<T: P>: Base where T: Q {
      @Lock var a = 1, b: Int = compute()
      lazy var c: Int = { self.load() }()
      var d: Int { get async throws { try await fetch().value } set { keep(newValue) } }
      subscript(i: Int, at j: Int = two()) -> Int { get { table[i][j] } set { table[i] = newValue } }
      func load(from url: URL?, _ n: Int...) async throws -> Data {
        guard let url, let other = self as? Box else { return Data() }
        async let child = fetch(url)
        for await item in stream(n) where item.ok { await process(item) }
        while !done { usleep(10) }
        defer { lock.unlock() }
        Task { [weak self, z = make()] in guard let self else { return }; self.run(z, $0); await child }
        obj[key].field += "hello \\(name()) \\(other)".count
        if case .some(let v) = opt, let w = v as? Int { use(&v.x, w) } else if let q = opt { use(q) }
        switch kind() { case .a(let n, _) where n > 0: go(n); case let .b(m): go(m); default: break }
        do { try risky() } catch let e as MyError { handle(e) } catch { handle(error) }
        func helper() { helper() }
        // unblock: ignore rule - reason
        self.onRead = { self.e = $1 }; let r = if flag { one() } else { two() }
        #if os(Linux)
        return x ? y : z ?? w
        #endif
      }
    }
    """

  @Test(arguments: 0..<20) func damagedSourceIsReadWithoutHarm(seed: Int) {
    var random = Seeded(state: UInt64(seed) &* 7919 &+ 17)
    for _ in 0..<20 {
      var bytes = Array(Self.source.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) { damage(&bytes, &random) }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(violations(of: read(text)) == [], "seed \(seed): \(text)")
    }
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout Seeded) {
    guard !bytes.isEmpty else { return }
    let start = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, start + Int.random(in: 1...80, using: &random))
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
    case 2: bytes.removeSubrange(start...)
    default: bytes.insert(contentsOf: (0..<8).map { _ in UInt8.random(in: 0...255, using: &random) }, at: start)
    }
  }
}
