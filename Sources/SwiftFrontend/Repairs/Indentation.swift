import SwiftSyntax

/// How far lines are moved in.
enum Indentation {
  /// The white space before the line in which a node begins.
  static func ofLine(with node: some SyntaxProtocol) -> String {
    var token = node.firstToken(viewMode: .sourceAccurate)
    while let current = token {
      if let space = current.leadingTrivia.lastLine { return space }
      let previous = current.previousToken(viewMode: .sourceAccurate)
      if previous == nil { return current.leadingTrivia.spaces }
      token = previous
    }
    return ""
  }

  /// One step as the file makes it; two spaces where nothing tells.
  static func step(in node: some SyntaxProtocol) -> String {
    var current: Syntax? = Syntax(node)
    while let list = current {
      if let items = list.as(CodeBlockItemListSyntax.self), let first = items.first, let owner = items.parent,
        !owner.is(SourceFileSyntax.self),
        let inner = first.firstToken(viewMode: .sourceAccurate)?.leadingTrivia.lastLine
      {
        let outer = ofLine(with: owner)
        if inner.hasPrefix(outer), inner.count > outer.count { return String(inner.dropFirst(outer.count)) }
      }
      current = list.parent
    }
    return "  "
  }
}

extension Trivia {
  /// The white space behind the last line break; nil where there is none.
  fileprivate var lastLine: String? {
    guard let last = pieces.lastIndex(where: \.isNewline) else { return nil }
    return Trivia(pieces: pieces[(last + 1)...]).spaces
  }

  fileprivate var spaces: String { Trivia(pieces: pieces.prefix { $0.isSpaceOrTab }).description }

  var hasNewline: Bool { pieces.contains(where: \.isNewline) }
  var isBlank: Bool { pieces.allSatisfy { $0.isWhitespace } }
}
