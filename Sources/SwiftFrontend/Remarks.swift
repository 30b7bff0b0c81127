import Model
import SwiftSyntax

/// The comments of one file that speak to this tool.
struct Remarks {
  private(set) var suppressions: [Suppression] = []
  private(set) var problems: [Problem] = []
  /// What a comment says of the declaration on a line.
  private var statements: [Int: Statement] = [:]

  init(_ tree: SourceFileSyntax, text: String, lines: LineTable) {
    // Only few files speak to the tool, and visiting every token costs as much as the rest of the reading.
    guard text.mentionsTool else { return }
    var waiting: [(Directive, Place)] = []
    var lastLine = 0
    tree.forEachToken { token in
      var position = token.position
      for piece in token.leadingTrivia {
        if let directive = piece.directive {
          let place = lines.place(position)
          if place.line == lastLine {
            add(directive, place, line: lastLine)
          } else {
            waiting.append((directive, place))
          }
        }
        position = position.advanced(by: piece.sourceLength.utf8Length)
      }
      let line = lines.line(position)
      for (directive, place) in waiting {
        add(directive, place, line: token.tokenKind == .endOfFile ? place.line : line)
      }
      waiting = []
      lastLine = lines.line(token.endPositionBeforeTrailingTrivia)
      position = token.endPositionBeforeTrailingTrivia
      for piece in token.trailingTrivia {
        if let directive = piece.directive { add(directive, lines.place(position), line: lastLine) }
        position = position.advanced(by: piece.sourceLength.utf8Length)
      }
    }
  }

  /// What a comment above or beside the lines of a declaration's head says.
  func statement(from first: Int, through last: Int) -> Statement? {
    guard !statements.isEmpty, first <= last else { return nil }
    for line in first...last {
      if let statement = statements[line] { return statement }
    }
    return nil
  }

  var isEmpty: Bool { statements.isEmpty }

  private mutating func add(_ directive: Directive, _ place: Place, line: Int) {
    switch directive {
    case .ignore(let rules, let reason):
      suppressions.append(Suppression(rules: rules, reason: reason, place: place, line: line))
    case .blocking: statements[line] = .blocking(message: nil)
    case .nonblocking: statements[line] = .nonblocking(isContext: false)
    case .unknown(let text):
      problems.append(
        Problem(
          file: place.file, line: place.line,
          message: "unknown directive \"\(text)\"; expected ignore, blocking or nonblocking", isFatal: false))
    }
  }
}

extension TriviaPiece {
  fileprivate var directive: Directive? {
    switch self {
    case .lineComment(let text), .blockComment(let text), .docLineComment(let text), .docBlockComment(let text):
      Directive(comment: text)
    default: nil
    }
  }
}

extension String {
  fileprivate var mentionsTool: Bool {
    let word = Array("unblock:".utf8)
    var matched = 0
    for byte in utf8 {
      matched = byte == word[matched] ? matched + 1 : byte == word[0] ? 1 : 0
      if matched == word.count { return true }
    }
    return false
  }
}
