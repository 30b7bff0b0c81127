import CLibclang
import Model

/// A file that a translation unit reads.
final class UnitFile {
  /// As findings name it.
  let path: String
  /// Of the project: what the user wrote, not what the system or a library installed.
  let isProject: Bool
  /// Owned by the translation unit.
  let text: UnsafeBufferPointer<UInt8>

  private(set) lazy var scan = CommentScanner(isProject ? text : UnsafeBufferPointer(start: nil, count: 0))
  /// What comments say of the functions declared on a line.
  private(set) lazy var statements: [Int: Statement] = readStatements()

  init(path: String, isProject: Bool, text: UnsafeBufferPointer<UInt8>) {
    self.path = path
    self.isProject = isProject
    self.text = text
  }

  private func readStatements() -> [Int: Statement] {
    var statements: [Int: Statement] = [:]
    for comment in scan.comments {
      switch Directive(comment: comment.text) {
      case .blocking: statements[comment.target] = .blocking(message: nil)
      case .nonblocking: statements[comment.target] = .nonblocking(isContext: false)
      default: break
      }
    }
    return statements
  }

  var suppressions: [Suppression] {
    scan.comments.compactMap { comment in
      guard case .ignore(let rules, let reason) = Directive(comment: comment.text) else { return nil }
      return Suppression(
        rules: rules, reason: reason, place: Place(file: path, line: comment.line, column: comment.column),
        line: comment.target)
    }
  }

  /// Directives that are no directive: a user who mistypes one should hear of it.
  var problems: [Problem] {
    scan.comments.compactMap { comment in
      guard case .unknown(let text) = Directive(comment: comment.text) else { return nil }
      return Problem(
        file: path, line: comment.line,
        message: "unknown comment `unblock: \(text)`; expected `ignore RULE - reason`, `blocking` or `nonblocking`",
        isFatal: false)
    }
  }

  func byte(_ offset: Int) -> UInt8 { offset >= 0 && offset < text.count ? text[offset] : 0 }
}
