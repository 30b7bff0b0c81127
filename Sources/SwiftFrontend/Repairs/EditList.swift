import Model
import SwiftSyntax

/// Collects the edits of one fix.
struct EditList {
  let file: String
  private var edits: [Fix.Edit] = []

  init(file: String) {
    self.file = file
  }

  mutating func insert(_ text: String, at position: AbsolutePosition) { replace(position, position, with: text) }

  mutating func replace(_ start: AbsolutePosition, _ end: AbsolutePosition, with text: String) {
    edits.append(Fix.Edit(file: file, start: start.utf8Offset, end: end.utf8Offset, text: text))
  }

  /// Edits that touch become one; nil where they overlap, or do nothing.
  func finish() -> [Fix.Edit]? {
    let sorted = edits.enumerated().sorted {
      ($0.element.start, $0.element.end, $0.offset) < ($1.element.start, $1.element.end, $1.offset)
    }
    var result: [Fix.Edit] = []
    for edit in sorted.map(\.element) {
      guard edit.start <= edit.end else { return nil }
      guard let last = result.last, edit.start <= last.end else {
        result.append(edit)
        continue
      }
      guard edit.start == last.end else { return nil }
      result[result.count - 1].end = edit.end
      result[result.count - 1].text += edit.text
    }
    result.removeAll { $0.start == $0.end && $0.text.isEmpty }
    return result.isEmpty ? nil : result
  }
}
