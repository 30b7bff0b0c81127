import CLibclang

extension BodyLowering {
  /// Which of the three parts of a `for` are there; clang leaves out missing ones without a trace.
  func forParts(_ node: Int32, count: Int) -> (initial: Bool, condition: Bool, step: Bool) {
    if count >= 3 { return (true, true, true) }
    if count == 0 { return (false, false, false) }
    // At the keyword's own characters, so that a `for` of a macro is read in the macro's definition.
    if let (file, offset) = start(node), let parts = file.forParts(at: offset), parts.filter({ $0 }).count == count {
      return (parts[0], parts[1], parts[2])
    }
    return count == 1 ? (false, true, false) : (true, true, false)
  }
}

extension UnitFile {
  /// Whether something stands before, between and behind the semicolons of the `for` at an offset.
  fileprivate func forParts(at offset: Int) -> [Bool]? {
    guard word(at: offset) == "for" else { return nil }
    var at = offset + 3
    while byte(at) != UInt8(ascii: "(") {
      guard " \t\r\n\\".utf8.contains(byte(at)) else { return nil }
      at += 1
    }
    var parts = [false, false, false]
    var part = 0
    var depth = 1
    at += 1
    while at < text.count, depth > 0 {
      let byte = byte(at)
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ";") where depth == 1: part += 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""): at = literalEnd(at)
      case UInt8(ascii: "/") where self.byte(at + 1) == UInt8(ascii: "*"): at = commentEnd(at)
      default: break
      }
      guard part < 3 else { return nil }
      if depth > 0, byte != UInt8(ascii: ";"), byte != UInt8(ascii: "/"), !" \t\r\n\\".utf8.contains(byte) {
        parts[part] = true
      }
      at += 1
    }
    return part == 2 ? parts : nil
  }

  private func literalEnd(_ start: Int) -> Int {
    var at = start + 1
    while at < text.count, byte(at) != byte(start), byte(at) != UInt8(ascii: "\n") {
      at += byte(at) == UInt8(ascii: "\\") ? 2 : 1
    }
    return at
  }

  private func commentEnd(_ start: Int) -> Int {
    var at = start + 2
    while at < text.count, !(byte(at - 1) == UInt8(ascii: "*") && byte(at) == UInt8(ascii: "/") && at > start + 2) {
      at += 1
    }
    return at
  }
}
