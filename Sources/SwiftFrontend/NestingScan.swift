/// Finds code that is nested too deeply to be parsed, before it is parsed.
///
/// The parser counts some of its recursion, but not that of array literals, generic arguments, function types and
/// prefixed keywords, and would exhaust the stack.
struct NestingScan {
  private enum Context {
    case line
    case multiline
    /// Code in a string, and the depth outside of it.
    case interpolation(Int)
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let limit: Int
  private var index = 0
  private var line = 1
  private var contexts: [Context] = []
  private var brackets = 0
  private var angles = 0
  private var directives = 0
  private var arrows = 0
  private var prefixes = 0

  /// The first line on which code is nested more than `limit` levels deep.
  static func lineBeyond(_ limit: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
    var scan = NestingScan(bytes: text, limit: limit)
    return scan.run()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, limit: Int) {
    self.bytes = bytes
    self.limit = limit
  }

  private mutating func run() -> Int? {
    while index < bytes.count {
      switch contexts.last {
      case .line: scanString(isMultiline: false)
      case .multiline: scanString(isMultiline: true)
      case .interpolation, nil: scanCode()
      }
      if brackets + angles + arrows + prefixes + directives > limit { return line }
    }
    return nil
  }

  private func byte(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }

  private func isQuote(_ offset: Int) -> Bool { byte(offset) == UInt8(ascii: "\"") }

  private mutating func scanString(isMultiline: Bool) {
    switch bytes[index] {
    case UInt8(ascii: "\\"):
      if byte(1) == UInt8(ascii: "(") {
        contexts.append(.interpolation(brackets))
        brackets += 1
      }
      index += 1
    case UInt8(ascii: "\n"):
      line += 1
      if !isMultiline { contexts.removeLast() }
    case UInt8(ascii: "\"") where !isMultiline: contexts.removeLast()
    case UInt8(ascii: "\"") where isQuote(1) && isQuote(2):
      contexts.removeLast()
      index += 2
    default: break
    }
    index += 1
  }

  private mutating func scanCode() {
    let byte = bytes[index]
    if byte.isWordStart { return scanWord() }
    index += 1
    switch byte {
    case UInt8(ascii: "\n"): line += 1
    case UInt8(ascii: "\""): enterString()
    case UInt8(ascii: "/"): skipComment()
    case UInt8(ascii: "#"): scanDirective()
    case UInt8(ascii: "("), UInt8(ascii: "["): brackets += 1
    case UInt8(ascii: "{"):
      brackets += 1
      endTypes()
    case UInt8(ascii: ")"):
      brackets = max(0, brackets - 1)
      if case .interpolation(let depth) = contexts.last, brackets <= depth { contexts.removeLast() }
    case UInt8(ascii: "]"): brackets = max(0, brackets - 1)
    case UInt8(ascii: "}"):
      brackets = max(0, brackets - 1)
      endTypes()
    case UInt8(ascii: ";"): endTypes()
    // With a space before it, it compares.
    case UInt8(ascii: "<") where index > 1 && bytes[index - 2].isWord: angles += 1
    case UInt8(ascii: ">"):
      if index > 1, bytes[index - 2] == UInt8(ascii: "-") { arrows += 1 } else { angles = max(0, angles - 1) }
    default: break
    }
  }

  /// `#if` costs the parser several times the stack of a bracket.
  private static let directiveWeight = 10

  private mutating func scanDirective() {
    if byte(0) == UInt8(ascii: "i"), byte(1) == UInt8(ascii: "f") { directives += Self.directiveWeight }
    if byte(0) == UInt8(ascii: "e"), byte(1) == UInt8(ascii: "n") {
      directives = max(0, directives - Self.directiveWeight)
    }
  }

  private mutating func endTypes() { (angles, arrows, prefixes) = (0, 0, 0) }

  private mutating func enterString() {
    guard isQuote(0), isQuote(1) else { return contexts.append(.line) }
    contexts.append(.multiline)
    index += 2
  }

  private mutating func skipComment() {
    if byte(0) == UInt8(ascii: "/") {
      while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
    } else if byte(0) == UInt8(ascii: "*") {
      index += 1
      while index < bytes.count, !(bytes[index] == UInt8(ascii: "/") && bytes[index - 1] == UInt8(ascii: "*")) {
        if bytes[index] == UInt8(ascii: "\n") { line += 1 }
        index += 1
      }
    }
  }

  private mutating func scanWord() {
    let start = index
    while index < bytes.count, bytes[index].isWord { index += 1 }
    let word = UnsafeBufferPointer(rebasing: bytes[start..<index])
    if word.isOne(of: Self.prefixWords) {
      prefixes += 1
    } else {
      prefixes = 0
      if word.isOne(of: Self.declarationWords) { endTypes() }
    }
  }

  private static let prefixWords: [StaticString] = [
    "try", "await", "some", "any", "inout", "each", "repeat", "unsafe", "consume", "copy", "borrow", "borrowing",
    "consuming", "sending", "isolated", "nonisolated", "if", "switch", "do", "throw", "return",
  ]
  private static let declarationWords: [StaticString] = ["func", "var", "let", "case"]
}

extension UInt8 {
  fileprivate var isWordStart: Bool {
    (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z")) || self == UInt8(ascii: "_") || self >= 0x80
  }

  fileprivate var isWord: Bool { isWordStart || (self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")) }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func isOne(of words: [StaticString]) -> Bool {
    // The longest of them has eleven letters.
    guard count >= 2, count <= 11 else { return false }
    return words.contains { word in
      guard word.utf8CodeUnitCount == count, word.utf8Start[0] == self[0] else { return false }
      return elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: count))
    }
  }
}
