/// A text, by line and column.
struct TextLines {
  private let text: [UInt8]
  private var starts: [Int] = [0]

  init(_ text: [UInt8]) {
    self.text = text
    for (index, byte) in text.enumerated() where byte == UInt8(ascii: "\n") { starts.append(index + 1) }
  }

  /// What stands from the place to the end of its line; nil when there is no such place.
  func bytes(line: Int, column: Int) -> ArraySlice<UInt8>? {
    guard line >= 1, line <= starts.count, column >= 1 else { return nil }
    let start = starts[line - 1] + column - 1
    let end = line < starts.count ? starts[line] - 1 : text.count
    return start <= end ? text[start..<end] : nil
  }
}
