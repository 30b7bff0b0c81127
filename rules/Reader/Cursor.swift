/// Reads one line from left to right, word by word.
struct Cursor {
  private(set) var rest: Substring

  init(_ text: Substring) {
    rest = text
    skipSpaces()
  }

  var isAtEnd: Bool { rest.isEmpty }

  var next: UInt8? { rest.utf8.first }

  mutating func skipSpaces() {
    guard let byte = next, byte.isSpace else { return }
    rest = rest[(rest.index { !$0.isSpace } ?? rest.endIndex)...]
  }

  mutating func advance() { rest = rest[rest.utf8.index(after: rest.startIndex)...] }

  /// Skips one byte and the spaces behind it, when it is next.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    advance()
    skipSpaces()
    return true
  }

  /// The next run without spaces; empty at the end.
  func peek() -> Substring { rest[..<endOfWord] }

  mutating func word() -> Substring {
    let end = endOfWord
    let word = rest[..<end]
    rest = rest[end...]
    skipSpaces()
    return word
  }

  /// Takes the next word when it is this one.
  mutating func skip(word expected: String) -> Bool {
    guard peek() == expected else { return false }
    _ = word()
    return true
  }

  /// What comes while `belongs` holds for each byte.
  mutating func take(while belongs: (UInt8) -> Bool) -> Substring {
    let end = rest.index { !belongs($0) } ?? rest.endIndex
    let taken = rest[..<end]
    rest = rest[end...]
    return taken
  }

  private var endOfWord: Substring.Index { rest.index(where: \.isSpace) ?? rest.endIndex }
}

extension UInt8 {
  var isSpace: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// A letter, digit or `_`, `$`, a back quote, or a byte of a character beyond ASCII.
  var isIdentifier: Bool {
    let lower = self | 0x20
    return (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")) || isDigit || self == UInt8(ascii: "_")
      || self == UInt8(ascii: "$") || self == UInt8(ascii: "`") || self >= 0x80
  }

  /// What Swift's operators are made of, `?` aside: that marks a label which may be left out.
  var isOperator: Bool { "/=-+!*%<>&|^~".utf8.contains(self) }
}

extension Substring {
  /// Without comment: `#` starts one at the start of the line or after two spaces.
  var withoutComment: Substring {
    var spaces = 2
    let comment = index { byte in
      if byte == UInt8(ascii: "#"), spaces >= 2 { return true }
      spaces = byte == UInt8(ascii: " ") ? spaces + 1 : byte == UInt8(ascii: "\t") ? 2 : 0
      return false
    }
    return comment.map { self[..<$0] } ?? self
  }

  /// The first byte that fits. Over the bytes in memory: index by index it would cost most of the time of reading a file.
  func index(where fits: (UInt8) -> Bool) -> Index? {
    let offset = utf8.withContiguousStorageIfAvailable { bytes in bytes.firstIndex(where: fits) }
    guard let offset else { return utf8.firstIndex(where: fits) }
    return offset.map { utf8.index(startIndex, offsetBy: $0) }
  }

  /// The parts between the bytes, empty ones too.
  func parts(between byte: UInt8) -> [Substring] {
    var parts: [Substring] = []
    var rest = self
    while let end = rest.index(where: { $0 == byte }) {
      parts.append(rest[..<end])
      rest = rest[rest.utf8.index(after: end)...]
    }
    return parts + [rest]
  }

  var trimmed: Substring {
    guard let start = index(where: { !$0.isSpace }) else { return self[endIndex...] }
    var text = self[start...]
    while let byte = text.utf8.last, byte.isSpace { text = text[..<text.utf8.index(before: text.endIndex)] }
    return text
  }
}

extension String {
  /// The lines, without the carriage returns that some editors leave.
  var lines: [Substring] {
    self[...].parts(between: UInt8(ascii: "\n")).map { line in
      line.utf8.last == UInt8(ascii: "\r") ? line[..<line.utf8.index(before: line.endIndex)] : line
    }
  }
}
