import Model
import SwiftSyntax

/// Turns offsets into lines and columns.
///
/// `SourceLocationConverter` does the same, but walks the whole tree for `#sourceLocation` and builds a string per answer.
struct LineTable {
  let file: String
  private var starts: [Int] = [0]

  init(file: String, text: String) {
    self.file = file
    var offset = 0
    var previous: UInt8 = 0
    for byte in text.utf8 {
      offset += 1
      if byte == UInt8(ascii: "\n"), previous == UInt8(ascii: "\r") {
        starts[starts.count - 1] = offset
      } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        starts.append(offset)
      }
      previous = byte
    }
  }

  func line(_ position: AbsolutePosition) -> Int { index(position.utf8Offset) + 1 }

  func place(_ position: AbsolutePosition) -> Place {
    let index = index(position.utf8Offset)
    return Place(file: file, line: index + 1, column: position.utf8Offset - starts[index] + 1)
  }

  func place(_ token: TokenSyntax) -> Place { place(token.positionAfterSkippingLeadingTrivia) }

  /// Empty where the source is damaged so that the end comes first.
  func extent(from start: AbsolutePosition, to end: AbsolutePosition) -> Range<Position> {
    position(start)..<position(max(start, end))
  }

  func extent(_ node: some SyntaxProtocol) -> Range<Position> {
    extent(from: node.positionAfterSkippingLeadingTrivia, to: node.endPositionBeforeTrailingTrivia)
  }

  func extent(from token: TokenSyntax, to node: some SyntaxProtocol) -> Range<Position> {
    extent(from: token.positionAfterSkippingLeadingTrivia, to: node.endPositionBeforeTrailingTrivia)
  }

  private func position(_ offset: AbsolutePosition) -> Position {
    let place = place(offset)
    return Position(line: place.line, column: place.column)
  }

  /// Counted from 1.
  func start(ofLine line: Int) -> Int? { starts.indices.contains(line - 1) ? starts[line - 1] : nil }

  private func index(_ offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
