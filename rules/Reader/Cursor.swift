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
    while let byte = next, byte.isSpace { advance() }
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
    let end = rest.utf8.firstIndex { !belongs($0) } ?? rest.endIndex
    let taken = rest[..<end]
    rest = rest[end...]
    return taken
  }

  private var endOfWord: Substring.Index { rest.utf8.firstIndex { $0.isSpace } ?? rest.endIndex }
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
    for index in utf8.indices {
      switch utf8[index] {
      case UInt8(ascii: "#") where spaces >= 2: return self[..<index]
      case UInt8(ascii: " "): spaces += 1
      case UInt8(ascii: "\t"): spaces = 2
      default: spaces = 0
      }
    }
    return self
  }

  var trimmed: Substring {
    var text = self
    while let byte = text.utf8.first, byte.isSpace { text = text[text.utf8.index(after: text.startIndex)...] }
    while let byte = text.utf8.last, byte.isSpace { text = text[..<text.utf8.index(before: text.endIndex)] }
    return text
  }
}

extension String {
  /// The lines, without the carriage returns that some editors leave.
  var lines: [Substring] {
    utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
  }
}
