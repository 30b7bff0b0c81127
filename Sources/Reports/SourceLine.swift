/// One line of source with a position in it, given in UTF-8 bytes.
struct SourceLine {
  private let text: String
  private let position: String.Index

  /// - Parameter column: counts UTF-8 bytes from 1; one behind the end means the end.
  init(_ line: String, column: Int) {
    text = String(line.prefix { !$0.isNewline })
    let bytes = text.utf8
    let offset =
      bytes.index(bytes.startIndex, offsetBy: max(0, column - 1), limitedBy: bytes.endIndex) ?? bytes.endIndex
    // A position inside a character means that character; its start keeps the caret under it.
    position = offset == bytes.endIndex ? offset : text.indices.last { $0 <= offset } ?? offset
  }

  /// The position counted in UTF-16 code units from 1.
  var utf16Column: Int { text.utf16.distance(from: text.utf16.startIndex, to: position) + 1 }

  /// Where the name at the position ends, in UTF-16 code units from 1; nil at the end of the line.
  var utf16EndColumn: Int? {
    guard position < text.endIndex else { return nil }
    let name = text[position...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return utf16Column + (name.isEmpty ? text[position].utf16.count : name.utf16.count)
  }

  /// The line as a terminal shows it, and below it a caret under the position.
  var excerpt: (line: String, caret: String) {
    let window = self.window
    var caret = window.isClipped ? " " : ""
    for character in text[window.range.lowerBound..<position] {
      caret += character == "\t" ? "\t" : String(repeating: " ", count: character.shown.columns)
    }
    let line = String(text[window.range].map(\.shown))
    let tail = window.range.upperBound < text.endIndex ? "…" : ""
    return ((window.isClipped ? "…" : "") + line + tail, caret + "^")
  }

  /// Generated code has lines of many kilobytes; the surroundings of the position are enough.
  private var window: (range: Range<String.Index>, isClipped: Bool) {
    let start = text.index(position, offsetBy: -100, limitedBy: text.startIndex) ?? text.startIndex
    let end = text.index(position, offsetBy: 100, limitedBy: text.endIndex) ?? text.endIndex
    return (start..<end, start > text.startIndex)
  }
}

extension Character {
  /// Itself, or one visible stand-in for what a terminal would act upon.
  fileprivate var shown: Character {
    guard self != "\t", let scalar = unicodeScalars.first(where: \.isDisruptive) else { return self }
    // U+2400 and on picture the control characters; the others have no picture.
    let picture = scalar.value < 0x20 ? Unicode.Scalar(0x2400 + scalar.value) : "\u{FFFD}"
    return Character(picture ?? "\u{FFFD}")
  }

  /// How many columns of a terminal it takes.
  fileprivate var columns: Int {
    guard let first = unicodeScalars.first, !first.isASCII else { return 1 }
    if first.properties.generalCategory == .nonspacingMark { return 0 }
    return first.isWide || unicodeScalars.contains("\u{FE0F}") ? 2 : 1
  }
}

extension Unicode.Scalar {
  /// East Asian Wide and Fullwidth (Unicode Standard Annex 11), by block.
  fileprivate var isWide: Bool {
    if properties.isEmojiPresentation { return true }
    return switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
