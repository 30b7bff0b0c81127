import Foundation
import Testing

/// Files beside the tests.
enum Fixture {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  static func url(_ name: String) -> URL { folder.appending(path: name) }
}

/// Expects the bytes of a fixture; shows the first line that differs.
///
/// With `RECORD_GOLDEN` in the environment it also writes what it found, and fails once all the same: read the diff.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let golden = try String(contentsOf: Fixture.url(name), encoding: .utf8)
  guard text != golden else { return }
  if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
    try text.write(to: Fixture.url(name), atomically: true, encoding: .utf8)
  }
  let (new, old) = (
    text.split(separator: "\n", omittingEmptySubsequences: false),
    golden.split(separator: "\n", omittingEmptySubsequences: false)
  )
  let line = zip(new, old).enumerated().first { $1.0 != $1.1 }?.offset ?? min(new.count, old.count)
  let shown = { (lines: [Substring]) in line < lines.count ? String(lines[line]) : "the end" }
  Issue.record(
    "\(name):\(line + 1): expected \(shown(old).debugDescription), found \(shown(new).debugDescription)",
    sourceLocation: sourceLocation)
}
