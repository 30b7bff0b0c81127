import Foundation
import Model
import Rules
import TestSupport
import Testing

/// Whatever stands in a file, it is read or refused at one of its lines.
@Suite struct FuzzTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let pieces = [
    "{", "}", "(", ")", "[", "]", "<", ">", ",", ".", ":", "?", "\"", "\\", "#", "  # ", "\n", "\r\n", "\t", "```",
    "---", "*", " ",
    "é", "\u{301}", "😀", "\0", "//", " is ", " when ", " unless ", " instead ", " and ", " or ", " not ", "argument 0",
    "runs ",
    "// finding: ", "{a,b}", "(...)", "99999999999999999999", "-1", "[[[[[[[[[[[[[[[[[[[[", "????????????????????",
    " passing ",
  ]

  /// One to four changes: a piece dropped, put in, doubled or moved.
  private static func mutated(_ text: String, _ generator: inout Generator) -> String {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let at = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, at + Int.random(in: 0...12, using: &generator))
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.removeSubrange(at..<end)
      case 1: bytes.insert(contentsOf: pieces.randomElement(using: &generator, or: "{").utf8, at: at)
      case 2: bytes.insert(contentsOf: Array(bytes[at..<end]), at: at)
      default: bytes.replaceSubrange(at..<end, with: pieces.randomElement(using: &generator, or: "}").utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func check(_ file: String, _ text: String, seed: Int) {
    do {
      let rules = try Rules(files: [(file, text)])
      for fact in rules.facts { #expect(!fact.symbol.name.isEmpty, "seed \(seed)") }
    } catch {
      let lines = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
      #expect((1...lines).contains(error.location.line), "seed \(seed): \(error.message)")
      #expect(error.location.file == file && !error.found.isEmpty && !error.expected.isEmpty, "seed \(seed)")
    }
  }

  @Test func mutatedFactFilesAreReadOrRefused() throws {
    let files = try texts(ending: ".facts")
    var refused = 0
    for seed in 0..<3000 {
      var generator = Generator(state: UInt64(seed))
      let (name, text) = files[seed % files.count]
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let start = Int.random(in: 0..<max(1, lines.count - 12), using: &generator)
      let excerpt = lines[start..<min(lines.count, start + 12)].joined(separator: "\n")
      let mutant = Self.mutated(excerpt, &generator)
      check(name, mutant, seed: seed)
      if (try? Rules(files: [(name, mutant)])) == nil { refused += 1 }
    }
    #expect(refused > 300, "the mutants are too tame: \(refused) of 3000 refused")
  }

  @Test func mutatedPagesAreReadOrRefused() throws {
    let files = try texts(ending: ".md")
    for seed in 0..<1000 {
      var generator = Generator(state: UInt64(seed))
      let (name, text) = files[seed % files.count]
      check(name, Self.mutated(String(text.prefix(2000)), &generator), seed: seed)
    }
  }

  private func texts(ending: String) throws -> [(name: String, text: String)] {
    let paths = FileManager.default.enumerator(atPath: Pages.folder)?.compactMap { $0 as? String } ?? []
    let found = try paths.filter { $0.hasSuffix(ending) && !$0.hasSuffix("README.md") }.sorted()
      .map { ($0, try String(contentsOfFile: Pages.folder + "/" + $0, encoding: .utf8)) }
    try #require(!found.isEmpty)
    return found
  }
}

extension [String] {
  fileprivate func randomElement(using generator: inout some RandomNumberGenerator, or fallback: String) -> String {
    randomElement(using: &generator) ?? fallback
  }
}
