import CLibclang
import Model

/// Literals and the macros that name them.
extension BodyLowering {
  func number(_ node: Int32) -> Expression {
    guard let (file, offset) = start(node) else { return evaluated(node).map { .integer($0) } ?? .opaque }
    let text = file.word(at: offset)
    if !Literal.starts(file.byte(offset)) { return macroNumber(node, file, offset) }
    switch tree.kind(node) {
    case Kind.integer:
      guard let value = Literal.integer(text) else { return .opaque }
      return file.macro(atBodyStart: offset, length: text.utf8.count).map { .constant(name: $0, value: value) }
        ?? .integer(value)
    case Kind.floating:
      return Double(text.filter { !"fFlLuU'".contains($0) }).map { .floating($0) } ?? .opaque
    default:
      return Literal.character(file, at: offset).map { .integer($0) } ?? .opaque
    }
  }

  /// A literal that a macro spells, where libclang (before 18) tells only where the macro is used.
  private func macroNumber(_ node: Int32, _ file: UnitFile, _ offset: Int) -> Expression {
    guard tree.kind(node) != Kind.floating, let value = evaluated(node) else { return .opaque }
    return file.macroUse(at: offset).map { .constant(name: unit.unaliased($0), value: value) } ?? .integer(value)
  }

  /// What clang computes for a constant; to be asked only of literals and operators over them.
  func evaluated(_ node: Int32) -> Int64? {
    guard let result = clang.pointee.Cursor_Evaluate(tree.cursor(node)) else { return nil }
    defer { clang.pointee.EvalResult_dispose(result) }
    let integer: Int32 = 1
    return clang.pointee.EvalResult_getKind(result) == integer ? clang.pointee.EvalResult_getAsLongLong(result) : nil
  }

  /// A computed constant keeps the name of the macro that spells all of it: `#define FLAG (1 << 3)`.
  func named(_ value: Int64, from node: Int32, also part: Int32) -> Expression {
    guard let (file, offset) = start(node), let (otherFile, other) = start(part), file === otherFile, other >= offset
    else { return .integer(value) }
    if let name = file.macro(atBodyStart: offset), file.lineStart(of: offset) == file.lineStart(of: other) {
      return .constant(name: name, value: value)
    }
    // The body lies in a further macro with parameters, or libclang tells only where the macro is used.
    if let use = self.use(of: node), let partUse = self.use(of: part), use.file === partUse.file,
      use.offset == partUse.offset,
      let name = use.file.macroUse(at: use.offset)
    {
      return .constant(name: unit.unaliased(name), value: value)
    }
    return .integer(value)
  }

  /// The value of a condition that does not depend on anything.
  func constant(_ node: Int32) -> Int64? {
    let inner = stripped(node)
    switch tree.kind(inner) {
    case Kind.integer, Kind.character: return number(inner).integerValue
    case Kind.boolean: return sourceText(at: inner, is: "true") ? 1 : 0
    case Kind.name:
      let referenced = clang.pointee.getCursorReferenced(tree.cursor(inner))
      return referenced.kind == Kind.enumerator ? Int64(clang.pointee.getEnumConstantDeclValue(referenced)) : nil
    case Kind.unary:
      guard let operand = tree.code(inner).first, let value = constant(operand) else { return nil }
      switch unaryOperator(inner) {
      case .minus: return 0 &- value
      case .not: return value == 0 ? 1 : 0
      case .plain: return value
      default: return nil
      }
    default: return nil
    }
  }

  func sourceText(at node: Int32, is text: String) -> Bool {
    guard let (file, offset) = start(node) else { return false }
    return file.word(at: offset) == text
  }

  /// Without the quotes, escapes as spelled.
  func stringText(_ node: Int32) -> String {
    var text = unit.spelling(tree.cursor(node))[...]
    if let quote = text.firstIndex(of: "\"") { text = text[text.index(after: quote)...] }
    if text.last == "\"" { text.removeLast() }
    return String(text)
  }
}

enum Literal {
  static func starts(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "'") || byte == UInt8(ascii: ".")
  }

  static func integer(_ spelled: String) -> Int64? {
    var text = spelled.lowercased().filter { $0 != "'" }
    while let last = text.last, last == "u" || last == "l" || last == "z" { text.removeLast() }
    let magnitude: UInt64?
    if text.hasPrefix("0x") {
      magnitude = UInt64(text.dropFirst(2), radix: 16)
    } else if text.hasPrefix("0b") {
      magnitude = UInt64(text.dropFirst(2), radix: 2)
    } else if text.hasPrefix("0") && text.utf8.count > 1 {
      magnitude = UInt64(text.dropFirst(), radix: 8)
    } else {
      magnitude = UInt64(text)
    }
    return magnitude.map { Int64(bitPattern: $0) }
  }

  /// A plain character or a simple escape.
  static func character(_ file: UnitFile, at offset: Int) -> Int64? {
    guard file.byte(offset) == UInt8(ascii: "'") else { return nil }
    let (first, second, third) = (file.byte(offset + 1), file.byte(offset + 2), file.byte(offset + 3))
    if first != UInt8(ascii: "\\") { return second == UInt8(ascii: "'") ? Int64(first) : nil }
    guard third == UInt8(ascii: "'") else { return nil }
    switch second {
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "0"): return 0
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): return Int64(second)
    default: return nil
    }
  }
}

extension UnitFile {
  /// The letters, digits and points from an offset on.
  func word(at offset: Int) -> String {
    var end = offset
    while Self.isWord(byte(end)) || byte(end) == UInt8(ascii: ".") || byte(end) == UInt8(ascii: "'") { end += 1 }
    return String(decoding: text[min(offset, end)..<min(end, text.count)], as: UTF8.self)
  }

  /// The macro without parameters whose definition's body starts at an offset, parentheses and casts aside, and, if a
  /// length is given, ends with it. A literal's characters stand in the innermost macro, so an alias of an alias is named
  /// by what it all comes down to.
  func macro(atBodyStart offset: Int, length: Int? = nil) -> String? {
    let start = lineStart(of: offset)
    var at = skippingBlanks(start)
    guard byte(at) == UInt8(ascii: "#") else { return nil }
    at = skippingBlanks(at + 1)
    let keyword = word(at: at)
    guard keyword == "define" else { return nil }
    at = skippingBlanks(at + keyword.utf8.count)
    let name = word(at: at)
    at += name.utf8.count
    // A parameter list follows its macro's name without a blank.
    guard !name.isEmpty, byte(at) != UInt8(ascii: "("), isOnlyCasts(from: at, to: offset) else { return nil }
    if let length {
      var end = skippingBlanks(offset + length)
      while byte(end) == UInt8(ascii: ")") { end = skippingBlanks(end + 1) }
      guard [0, UInt8(ascii: "\n"), UInt8(ascii: "/")].contains(byte(end)) else { return nil }
    }
    return name
  }

  /// The identifier at an offset, unless it is called like a function.
  func macroUse(at offset: Int) -> String? {
    let name = word(at: offset)
    guard let first = name.utf8.first, Self.isWord(first), !Literal.starts(first) else { return nil }
    return byte(skippingBlanks(offset + name.utf8.count)) == UInt8(ascii: "(") ? nil : name
  }

  /// `#define NAME OTHER`, by name.
  func aliases() -> [String: String] {
    var found: [String: String] = [:]
    var at = 0
    while at < text.count {
      var word = skippingBlanks(at)
      if byte(word) == UInt8(ascii: "#") {
        word = skippingBlanks(word + 1)
        if byte(word) == UInt8(ascii: "d"), self.word(at: word) == "define" {
          let start = skippingBlanks(word + 6)
          let name = self.word(at: start)
          let body = skippingBlanks(start + name.utf8.count)
          let other = self.word(at: body)
          let end = byte(skippingBlanks(body + other.utf8.count))
          if let first = other.utf8.first, !Literal.starts(first), end == UInt8(ascii: "\n") || end == UInt8(ascii: "/")
          {
            found[name] = other
          }
        }
      }
      while at < text.count, text[at] != UInt8(ascii: "\n") { at += 1 }
      at += 1
    }
    return found
  }

  /// Where the line starts, together with those before it that end in a backslash.
  func lineStart(of offset: Int) -> Int {
    var at = offset
    while at > 0 {
      if byte(at - 1) == UInt8(ascii: "\n") && byte(at - 2) != UInt8(ascii: "\\") { break }
      at -= 1
    }
    return at
  }

  private func isOnlyCasts(from start: Int, to end: Int) -> Bool {
    var at = start
    while at < end {
      at = skippingBlanks(at)
      if at >= end { break }
      guard byte(at) == UInt8(ascii: "(") else { return false }
      at += 1
      var close = at
      while Self.isWord(byte(close)) || byte(close) == UInt8(ascii: " ") || byte(close) == UInt8(ascii: "*") {
        close += 1
      }
      if byte(close) == UInt8(ascii: ")") && close < end { at = close + 1 }
    }
    return true
  }

  private func skippingBlanks(_ offset: Int) -> Int {
    var at = offset
    while at < text.count {
      if " \t\r".utf8.contains(text[at]) {
        at += 1
      } else if text[at] == UInt8(ascii: "\\") && byte(at + 1) == UInt8(ascii: "\n") {
        at += 2
      } else {
        break
      }
    }
    return at
  }

  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
