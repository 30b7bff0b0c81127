package import Model

/// Fixes that can be applied together: no two of them touch the same code.
package struct FixPlan: Sendable {
  /// By file, sorted by place.
  package private(set) var edits: [String: [Fix.Edit]] = [:]
  /// The findings that it mends.
  package private(set) var findings: [Finding] = []
  /// Those whose fix touches one that comes before it.
  package private(set) var postponed: [Finding] = []

  package init(_ candidates: [Finding], allowsUnsafe: Bool) {
    var taken: [String: [Range<Int>]] = [:]
    var seen: Set<Fix> = []
    for finding in candidates.sorted(by: { $0.fixStart < $1.fixStart }) {
      guard let fix = finding.fix, fix.applicability == .safe || allowsUnsafe else { continue }
      // Two rules may say the same of one call.
      guard seen.insert(fix).inserted else {
        findings.append(finding)
        continue
      }
      let spans = fix.spans
      guard !spans.contains(where: { file, span in taken[file]?.contains { $0.touches(span) } == true }) else {
        postponed.append(finding)
        continue
      }
      for (file, span) in spans { taken[file, default: []].append(span) }
      for edit in fix.edits { edits[edit.file, default: []].append(edit) }
      findings.append(finding)
    }
    for file in edits.keys { edits[file]?.sort { $0.start < $1.start } }
  }

  /// The text of a file with its edits in it; nil where they do not fit.
  package func applied(to text: String, of file: String) -> String? {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var end = 0
    for edit in edits[file] ?? [] {
      guard edit.start >= end, edit.end >= edit.start, edit.end <= bytes.count else { return nil }
      result += bytes[end..<edit.start]
      result += Array(edit.text.utf8)
      end = edit.end
    }
    return String(validating: result + bytes[end...], as: UTF8.self)
  }
}

extension Finding {
  fileprivate var fixStart: (String, Int, String) { (place.file, fix?.edits.first?.start ?? 0, rule) }
}

extension Fix {
  /// From the first to the last edit in each file: code between them belongs to the fix as well.
  fileprivate var spans: [String: Range<Int>] {
    edits.reduce(into: [:]) { spans, edit in
      let span = spans[edit.file] ?? edit.start..<edit.end
      spans[edit.file] = min(span.lowerBound, edit.start)..<max(span.upperBound, edit.end)
    }
  }
}

extension Range<Int> {
  fileprivate func touches(_ other: Range<Int>) -> Bool {
    lowerBound <= other.upperBound && other.lowerBound <= upperBound
  }
}
