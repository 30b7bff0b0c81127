import Model
import SwiftFrontend
import Testing

/// A source with a mark before the name of a call, and what a repair makes of it.
struct Mended: Sendable, CustomTestStringConvertible {
  var before: String
  var repair: Repair
  /// Nil where nothing is to be offered.
  var after: String?
  var applicability = Fix.Applicability.safe

  var testDescription: String { before }

  /// The source without the mark, the fix, and the text that it makes.
  func result() throws -> (fix: Fix?, text: String?) {
    let mark = try #require(before.firstRange(of: "§"))
    let text = before.replacing("§", with: "")
    let lines = before[..<mark.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
    let place = Place(file: "a.swift", line: lines.count, column: (lines.last?.utf8.count ?? 0) + 1)
    let fix = SourceRepairs(text, file: "a.swift")?.fix(repair, at: place)
    return (fix, fix.map { $0.applied(to: text) })
  }

  func check(_ location: SourceLocation = #_sourceLocation) throws {
    let (fix, text) = try result()
    #expect(text == after, sourceLocation: location)
    if after != nil { #expect(fix?.applicability == applicability, sourceLocation: location) }
    if let text { #expect(SourceRepairs.isIntact(text), sourceLocation: location) }
  }
}

extension Fix {
  func applied(to text: String) -> String {
    var bytes = Array(text.utf8)
    for edit in edits.reversed() { bytes.replaceSubrange(edit.start..<edit.end, with: Array(edit.text.utf8)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Repair {
  static func call(_ template: String, losesResult: Bool = false) -> Repair {
    guard let template = try? CallTemplate(template) else { preconditionFailure("no template: \(template)") }
    return .replaceCall(template, losesResult: losesResult)
  }
}
