import Foundation
import Model
import Rules
import TestSupport
import Testing

/// Whole files whose labels say what must be found; every line without a label must be clean.
@Suite struct TrapTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Traps")
  static let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []

  @Test func thereAreTrapsInBothLanguages() {
    #expect(Self.files.contains { $0.hasSuffix(".swift") } && Self.files.contains { $0.hasSuffix(".c") })
  }

  @Test(arguments: files)
  func labelsAreMet(_ file: String) throws {
    let path = Self.folder.appending(path: file).path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let isC = file.hasSuffix(".c")
    guard !isC || canReadC else {
      Issue.record("no libclang: install libclang-dev")
      return
    }
    let found = lint(text, language: isC ? .c : .swift, file: file)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let number = index + 1
      let expected = Self.labels(in: line)
      let reported = Set(found.filter { $0.place.line == number }.map(\.rule))
      let here = SourceLocation(fileID: #fileID, filePath: path, line: number, column: 1)
      for rule in expected.subtracting(reported).sorted() { Issue.record("missing \(rule)", sourceLocation: here) }
      for rule in reported.subtracting(expected).sorted() {
        Issue.record("\(rule): \(found.first { $0.place.line == number }?.message ?? "")", sourceLocation: here)
      }
    }
  }

  private static func labels(in line: Substring) -> Set<String> {
    guard let range = line.range(of: "// finding: ") else { return [] }
    return Set(line[range.upperBound...].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
  }
}
