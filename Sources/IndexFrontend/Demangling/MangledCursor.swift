/// Reads a mangled name from front to back.
struct MangledCursor {
  private let bytes: [UInt8]
  private(set) var position: Int

  init(_ bytes: [UInt8], from start: Int) {
    self.bytes = bytes
    position = start
  }

  var isAtEnd: Bool { position >= bytes.count }
  /// 0 at the end, which no mangled name contains.
  var peek: UInt8 { isAtEnd ? 0 : bytes[position] }

  mutating func next() -> UInt8 {
    let byte = peek
    position += 1
    return byte
  }

  mutating func back() { position -= 1 }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard peek == byte, !isAtEnd else { return false }
    position += 1
    return true
  }

  /// The next bytes, as their place in the name.
  mutating func take(_ count: Int) throws(Unreadable) -> Range<Int> {
    guard count <= bytes.count - position else { throw Unreadable() }
    defer { position += count }
    return position..<position + count
  }

  /// NATURAL: decimal digits; nil when none follows.
  mutating func natural() throws(Unreadable) -> Int? {
    guard peek.isDigit else { return nil }
    var number = 0
    while peek.isDigit {
      number = number * 10 + Int(next() - UInt8(ascii: "0"))
      // Nothing in a name counts further than the name is long, or than a type has bits.
      guard number < 1 << 24 else { throw Unreadable() }
    }
    return number
  }

  /// INDEX: `_` is 0, `0_` is 1.
  mutating func index() throws(Unreadable) -> Int {
    if skip(UInt8(ascii: "_")) { return 0 }
    guard let number = try natural(), skip(UInt8(ascii: "_")) else { throw Unreadable() }
    return number + 1
  }
}

/// The bytes are no mangled name, or one of a kind that never names a declaration.
struct Unreadable: Error {}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isLowercase: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
  var isUppercase: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
}
