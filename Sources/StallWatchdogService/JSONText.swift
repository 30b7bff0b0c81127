import StallWatchdog

/// The bytes of one JSON value, written member by member.
///
/// Commas are set from what stands before: a value never ends in an opening bracket or a colon, since strings end in a quote.
struct JSONText {
  private(set) var bytes: [UInt8] = []

  mutating func object(_ members: (inout JSONText) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    members(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  mutating func array<Element>(of elements: some Sequence<Element>, _ write: (inout JSONText, Element) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "["))
    for element in elements { write(&self, element) }
    bytes.append(UInt8(ascii: "]"))
  }

  /// The value follows.
  mutating func key(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
  }

  mutating func string(_ value: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    for byte in value.utf8 { escape(byte) }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func number(_ value: Int64) {
    separate()
    bytes.append(contentsOf: "\(value)".utf8)
  }

  mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Four digits behind the point, which is enough for shares. What is no number is written as 0.
  mutating func share(_ value: Double) {
    separate()
    guard value.isFinite, value > 0 else { return bytes.append(UInt8(ascii: "0")) }
    let digits = "\(10_000 + Int((min(value, 1) * 10_000).rounded()))"
    guard digits.hasPrefix("1") else { return bytes.append(UInt8(ascii: "1")) }
    bytes.append(contentsOf: "0.\(digits.dropFirst())".utf8)
  }

  private mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): return
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case UInt8(ascii: "\n"):
      bytes.append(contentsOf: "\\n".utf8)
    case 0..<0x20:
      let hex = String(byte, radix: 16)
      bytes.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u00").utf8)
      bytes.append(contentsOf: hex.utf8)
    default:
      bytes.append(byte)
    }
  }
}

extension JSONText {
  mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  mutating func member(_ name: String, _ value: Int) {
    key(name)
    number(Int64(value))
  }

  mutating func member(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  mutating func member(_ name: String, _ value: Duration) {
    key(name)
    number(Int64(clamping: value.clampedNanoseconds))
  }
}
