import Foundation
import Model
import Rules
import TestSupport
import Testing

/// The examples of the pages with their fixes in them.
@Suite struct FixTests {
  private static let examples = Rules.forTests.pages.flatMap(\.examples).filter { $0.language == .swift }

  @Test(arguments: [false, true]) func mendedExamplesCompile(allowsUnsafe: Bool) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let mended = Self.examples.filter { $0.needs.isEmpty }
      .map { ($0, Mending($0.source, allowsUnsafe: allowsUnsafe)) }.filter { $0.1.fixed > 0 }
    #expect(!mended.isEmpty)
    for (example, mending) in mended {
      let file = folder.appending(path: "example\(example.location.line).swift")
      try mending.text.write(to: file, atomically: true, encoding: .utf8)
      let compiler = try Compiler(["swiftc", "-typecheck", "-parse-as-library", "-swift-version", "5", file.path])
      #expect(try compiler.errors().map(\.text) == [], "\(example.location.file):\(example.location.line)")
    }
  }

  @Test(arguments: [false, true]) func whatIsMendedIsClean(allowsUnsafe: Bool) {
    for example in Self.examples {
      let before = Mending(example.source, allowsUnsafe: allowsUnsafe)
      let left = before.findings.compactMap(\.fix).filter { allowsUnsafe || $0.applicability == .safe }
      #expect(left.isEmpty, "\(example.location.file):\(example.location.line)")
      let count = lint(example.source).count
      // Mending one fault can end another: a lock that is no longer held across an await.
      #expect(before.findings.count <= count - before.fixed, "\(example.location.file):\(example.location.line)")
    }
  }

  @Test func theCommentsOfAnExampleSurvive() {
    for example in Self.examples {
      let mending = Mending(example.source, allowsUnsafe: true)
      #expect(comments(in: mending.text) == comments(in: example.source))
    }
  }

  private func comments(in text: String) -> [Substring] {
    text.split(separator: "\n").compactMap { line in line.firstRange(of: "//").map { line[$0.lowerBound...] } }
  }

  @Test func aFactSaysWhatToWrite() throws {
    let text = "M.T.f(a:_:) blocks sleep instead g, on time on linux fix try await $receiver.g($1, b: $0) when a is 1"
    let fact = try #require(try Rules(files: [("facts/swift/t.facts", text)]).facts.first)
    #expect(fact.fix?.text == "try await $receiver.g($1, b: $0)")
    #expect(fact.fix?.isThrowing == true)
    #expect(fact.remedy == .text("g, on time"))
    #expect(fact.platform == "linux")
    #expect(fact.when != nil)
  }
}
