import IndexFrontend
import Model
import Testing

/// A store can be damaged, and a name in it can be anything.
@Suite struct HostileNameTests {
  @Test func changedAndCutNamesAreReadOrRefused() {
    var random = Random()
    var refused = 0
    for (usr, _, _, _) in MangledNameTests.known {
      for _ in 0..<500 where MangledName(usr: random.damaged(usr)) == nil { refused += 1 }
    }
    #expect(refused > 0)
  }

  @Test func operatorsInAnyOrderAreReadOrRefused() {
    var random = Random()
    let operators = [
      "4Main", "3foo", "y", "_", "t", "G", "Sg", "S2i", "c", "XE", "Ya", "YK", "K", "C", "V", "P", "p", "x", "q_", "Qz",
      "A_", "A3a",
      "AbC", "l", "rl", "Rz", "s", "Sc", "ScM", "E", "L_", "LL", "F", "vp", "ig", "fc", "fd", "Z", "m", "d", "z", "Yi",
      "QO", "XP",
      "HC", "g_", "0aB", "003a_b", "oi",
    ]
    var read = 0
    for _ in 0..<20_000 {
      let count = random.next(below: 12)
      let usr = "s:" + (0..<count).map { _ in operators[random.next(below: operators.count)] }.joined()
      if MangledName(usr: usr) != nil { read += 1 }
    }
    #expect(read > 0)
  }

  @Test func aTypeThatNestsTooDeeplyIsCutOff() throws {
    let usr = "s:4Main1fyySi" + String(repeating: "Sg", count: 20_000) + "F"
    let name = try #require(MangledName(usr: usr))
    var depth = 0
    var type = try #require(name.parameters?.first)
    while case .optional(let wrapped) = type {
      type = wrapped
      depth += 1
    }
    #expect(type == .unknown)
    #expect(depth < 100)
  }

  @Test func aTypeThatDoublesWithEveryLevelIsCutOff() throws {
    // `Main`, `f` and every dictionary are numbered from 0.
    let levels = (2..<60).map { "SDy" + substitution($0) + substitution($0) + "G" }.joined()
    let usr = "s:4Main1fyySDyS2iG_" + levels + "tF"
    let name = try #require(MangledName(usr: usr))
    #expect(name.parameters?.count == 59)
  }

  @Test func aNameThatGrowsBeyondMeasureIsRefused() {
    let words = String(repeating: "a", count: 30_000)
    #expect(MangledName(usr: "s:30000" + words + "0" + words + "A0" + "F") == nil)
    #expect(MangledName(usr: "s:4Main3fooV" + String(repeating: "A2048b", count: 5000)) == nil)
    #expect(MangledName(usr: "s:4Main3foo" + String(repeating: "V3foo", count: 5000) + "Sivp") == nil)
  }

  private func substitution(_ number: Int) -> String {
    number < 26 ? "A" + String(UnicodeScalar(UInt8(65 + number))) : number == 26 ? "A_" : "A\(number - 27)_"
  }
}

/// The same numbers in every run.
private struct Random {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func next(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  mutating func damaged(_ usr: String) -> String {
    var bytes = Array(usr.utf8)
    for _ in 0...next(below: 3) where bytes.count > 3 {
      let place = 2 + next(below: bytes.count - 2)
      switch next(below: 5) {
      case 0: bytes[place] = UInt8(next(below: 256))
      case 1: bytes[place] = bytes[2 + next(below: bytes.count - 2)]
      case 2: bytes.remove(at: place)
      case 3: bytes.insert(bytes[2 + next(below: bytes.count - 2)], at: place)
      default: bytes.removeSubrange(place...)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
