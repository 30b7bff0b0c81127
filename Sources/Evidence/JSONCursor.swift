/// Reads JSON in place, value by value; what nobody asks for is passed over and never built.
///
/// It neither recurses nor trusts a length, so no input makes it crash. Bytes that are not UTF-8 become U+FFFD.
struct JSONCursor {
  /// Values nested deeper are refused: a log needs seven levels.
  static let depthLimit = 64

  let bytes: [UInt8]
  private(set) var index: Int
  private let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    index = range.lowerBound
    end = range.upperBound
  }

  /// Why something is not what it should be; the column counts bytes from 1.
  struct Fault: Error {
    var message: String
    var index: Int
  }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return index == end
    }
  }

  /// Calls `body` for each member that is not null, with the cursor before the value; it has to pass the value.
  mutating func object(_ body: (String, inout JSONCursor) throws(Fault) -> Void) throws(Fault) {
    try expect(UInt8(ascii: "{"), "an object")
    if accept(UInt8(ascii: "}")) { return }
    repeat {
      let key = try string()
      try expect(UInt8(ascii: ":"), "a colon")
      if !acceptNull() { try body(key, &self) }
    } while accept(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"), "a comma or the end of the object")
  }

  /// Calls `body` for each element, with the cursor before it; it has to pass it.
  mutating func array(_ body: (inout JSONCursor) throws(Fault) -> Void) throws(Fault) {
    try expect(UInt8(ascii: "["), "an array")
    if accept(UInt8(ascii: "]")) { return }
    repeat { try body(&self) } while accept(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"), "a comma or the end of the array")
  }

  mutating func string() throws(Fault) -> String {
    let content = try stringRange()
    let slice = bytes[content.range]
    return content.hasEscapes ? Self.unescaped(slice) : String(decoding: slice, as: UTF8.self)
  }

  /// A whole number that is not negative; `1e3` and `5.0` are such, too.
  mutating func count() throws(Fault) -> Int {
    skipSpace()
    let start = index
    var value = 0
    while index < end, (0x30...0x39).contains(bytes[index]) {
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = product.addingReportingOverflow(Int(bytes[index] - 0x30))
      guard !overflows, !overflowsToo else { throw Fault(message: "number out of range", index: start) }
      value = sum
      index += 1
    }
    if index > start, index == end || ![UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[index])
    {
      return value
    }
    index = start
    let number = try self.number()
    guard let exact = Int(exactly: number.rounded()), exact >= 0 else {
      throw Fault(message: "number out of range", index: start)
    }
    return exact
  }

  mutating func number() throws(Fault) -> Double {
    skipSpace()
    let start = index
    while index < end, isPartOfWord(bytes[index]) { index += 1 }
    guard index > start, bytes[start] == UInt8(ascii: "-") || (0x30...0x39).contains(bytes[start]),
      let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)), value.isFinite
    else { throw Fault(message: "expected a number", index: start) }
    return value
  }

  mutating func bool() throws(Fault) -> Bool {
    skipSpace()
    for (word, value) in [("true", true), ("false", false)] where bytes[index..<end].starts(with: word.utf8) {
      index += word.utf8.count
      return value
    }
    throw Fault(message: "expected true or false", index: index)
  }

  /// Passes a value of any kind; returns where it stands. In objects and arrays it looks at strings and brackets only.
  @discardableResult
  mutating func skip() throws(Fault) -> Range<Int> {
    skipSpace()
    let start = index
    guard index < end else { throw Fault(message: "the line ends before a value", index: index) }
    switch bytes[index] {
    case UInt8(ascii: "{"), UInt8(ascii: "["): try skipNested()
    case UInt8(ascii: "\""): _ = try stringRange()
    default:
      while index < end, isPartOfWord(bytes[index]) { index += 1 }
      guard index > start else { throw Fault(message: "expected a value", index: index) }
    }
    return start..<index
  }

  /// Most of a log is stacks that were seen before, and this loop is what they cost; so it keeps its state in locals.
  private mutating func skipNested() throws(Fault) {
    let bytes = bytes
    // One bit a level: set for an object, so that each end is the end of what was begun.
    var kinds: UInt64 = 0
    var depth = 0
    var place = index
    while place < end {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        while place < end, bytes[place] != UInt8(ascii: "\"") {
          place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        place += 1
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard depth < Self.depthLimit else { throw Fault(message: "nested too deeply", index: place - 1) }
        kinds = kinds << 1 | (byte == UInt8(ascii: "{") ? 1 : 0)
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard (kinds & 1 == 1) == (byte == UInt8(ascii: "}")) else {
          throw Fault(message: "a bracket that closes nothing", index: place - 1)
        }
        kinds >>= 1
        depth -= 1
        if depth == 0 {
          index = place
          return
        }
      default: break
      }
    }
    throw Fault(message: "the line ends inside a value", index: end)
  }

  private mutating func skipSpace() {
    while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == 0x0D || bytes[index] == 0x0A {
      index += 1
    }
  }

  private mutating func accept(_ byte: UInt8) -> Bool {
    skipSpace()
    guard index < end, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func acceptNull() -> Bool {
    skipSpace()
    guard index < end, bytes[index] == UInt8(ascii: "n"), bytes[index..<end].starts(with: "null".utf8) else {
      return false
    }
    index += 4
    return true
  }

  private mutating func expect(_ byte: UInt8, _ what: String) throws(Fault) {
    guard !accept(byte) else { return }
    throw Fault(message: index < end ? "expected \(what)" : "the line ends before \(what)", index: index)
  }

  private func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): true
    default: false
    }
  }

  private mutating func stringRange() throws(Fault) -> (range: Range<Int>, hasEscapes: Bool) {
    try expect(UInt8(ascii: "\""), "a string")
    let start = index
    var hasEscapes = false
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return (start..<(index - 1), hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        index += 2
      default:
        index += 1
      }
    }
    index = end
    throw Fault(message: "the line ends inside a string", index: end)
  }
}

extension JSONCursor {
  /// Resolves escapes; one that JSON does not have stands for itself.
  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    var units: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        units.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "n"): units.append(0x0A)
      case UInt8(ascii: "t"): units.append(0x09)
      case UInt8(ascii: "r"): units.append(0x0D)
      case UInt8(ascii: "b"): units.append(0x08)
      case UInt8(ascii: "f"): units.append(0x0C)
      case UInt8(ascii: "u"): units += Array(String(scalar(&rest)).utf8)
      default: units.append(escape)
      }
    }
    return String(decoding: units, as: UTF8.self)
  }

  /// What follows `\u`, with the second half of a surrogate pair; U+FFFD for half a pair or bad digits.
  private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
    guard let first = unit(&rest) else { return "\u{FFFD}" }
    guard (0xD800..<0xDC00).contains(first), rest.starts(with: "\\u".utf8) else {
      return Unicode.Scalar(first) ?? "\u{FFFD}"
    }
    var after = rest.dropFirst(2)
    guard let second = unit(&after), (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
    rest = after
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt32? {
    let digits = rest.prefix(4)
    guard digits.count == 4, let text = String(validating: digits, as: UTF8.self), let value = UInt32(text, radix: 16)
    else { return nil }
    rest = rest.dropFirst(4)
    return value
  }
}
