import Model

extension Cursor {
  /// Tests joined by `and` or by `or`; it ends before the first word that joins nothing.
  mutating func condition() throws(Fault) -> Condition {
    var tests = [try test()]
    var joint: Substring?
    while peek() == "and" || peek() == "or" {
      let word = word()
      guard joint == nil || joint == word else {
        throw Fault(found: "\"and\" and \"or\" in one condition", expected: "one of them")
      }
      joint = word
      tests.append(try test())
    }
    guard let joint else { return tests[0] }
    return joint == "and" ? .all(tests) : .any(tests)
  }

  private mutating func test() throws(Fault) -> Condition {
    let subject = try subject()
    let verb = word()
    switch verb {
    case "is": return .test(subject, try identity())
    case "has": return .test(subject, .has(try flag()))
    case "lacks": return .test(subject, .lacks(try flag()))
    default: throw .unknown("test", verb, among: ["is", "has", "lacks"])
    }
  }

  private mutating func subject() throws(Fault) -> Condition.Subject {
    let word = word()
    switch word {
    case "argument": return .argument(try number())
    case "deep": return .deep(try number())
    case "receiver": return .receiver
    default:
      guard !word.isEmpty, word.utf8.allSatisfy(\.isIdentifier) else {
        throw .found(word, expected: "argument N, deep N, receiver, or a label")
      }
      return .label(String(word))
    }
  }

  /// What stands behind `is`.
  private mutating func identity() throws(Fault) -> Condition.Test {
    switch peek() {
    case "not":
      _ = word()
      guard !["missing", "blocking", "at"].contains(peek()) else {
        throw .found("not \(peek())", expected: "the opposite clause: when for unless, unless for when")
      }
      return .differs(try value())
    case "at":
      _ = word()
      guard skip(word: "most") else { throw .found(peek(), expected: "at most N") }
      let bound = word()
      guard let bound = Int64(bound) else { throw .found(bound, expected: "a number") }
      return .atMost(bound)
    case "missing":
      _ = word()
      return .missing
    case "blocking":
      _ = word()
      return .blocking
    default: return .equals(try value())
    }
  }

  private mutating func flag() throws(Fault) -> String {
    let flag = word()
    guard !flag.isEmpty else { throw .found(flag, expected: "a flag") }
    return String(flag)
  }

  mutating func number() throws(Fault) -> Int {
    let word = word()
    guard let number = Int(word), (0..<100).contains(number) else { throw .found(word, expected: "a number from 0") }
    return number
  }

  private mutating func value() throws(Fault) -> Condition.Value {
    if next == UInt8(ascii: "\"") { return .string(try string()) }
    let text = try spelling()
    switch text {
    case "NULL", "nil": return .null
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    default:
      if let number = Int64(text) ?? (text.hasPrefix("0x") ? Int64(text.dropFirst(2), radix: 16) : nil) {
        return .integer(number)
      }
      return .spelled(text)
    }
  }

  /// An expression as the caller spells it; spaces inside its parentheses do not end it.
  private mutating func spelling() throws(Fault) -> String {
    var depth = 0
    let text = take { byte in
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      return depth > 0 || !byte.isSpace
    }
    guard !text.isEmpty, depth == 0 else { throw .found(text, expected: "a value") }
    skipSpaces()
    return String(text.filter { $0 != " " && $0 != "\t" })
  }

  private mutating func string() throws(Fault) -> String {
    advance()
    var isEscaped = false
    let text = take { byte in
      if isEscaped {
        isEscaped = false
        return true
      }
      isEscaped = byte == UInt8(ascii: "\\")
      return byte != UInt8(ascii: "\"")
    }
    guard next == UInt8(ascii: "\"") else { throw .found(text, expected: "a closing quote") }
    advance()
    skipSpaces()
    var unescaped = ""
    for character in text {
      if character == "\\", !isEscaped {
        isEscaped = true
      } else {
        unescaped.append(character)
        isEscaped = false
      }
    }
    return unescaped
  }
}
