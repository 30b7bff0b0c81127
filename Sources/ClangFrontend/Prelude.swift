/// Declarations that stand in for headers that are not there.
///
/// clang drops a call whose argument has an unknown type, and with it the callback that is registered. Its own errors say
/// which names it misses, so they are declared, in the plainest way that lets the code through, and the file is read again.
struct Prelude {
  private var types: [String] = []
  /// Fields by tag; a tag with an entry is defined, not only declared.
  private var fields: [String: [String]] = [:]
  private var tags: [String] = []
  private var variables: [String] = []

  /// Takes in the errors of one reading; says whether they led to a new declaration.
  mutating func learn(_ errors: [Diagnostics.Report], in source: [UInt8]) -> Bool {
    let learnt = errors.filter { learn($0, in: source) }
    if !learnt.isEmpty { return true }
    // Names of values come last: while a type is unknown, whatever it declares seems undeclared.
    let names = errors.filter { error in
      error.text.hasPrefix(Self.undeclared)
        && Self.quoted(error.text).first.map { Self.add($0, to: &variables) } == true
    }
    return !names.isEmpty
  }

  private static let undeclared = "use of undeclared identifier"

  private static func quoted(_ message: String) -> [String] {
    message.split(separator: "'", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  private mutating func learn(_ error: Diagnostics.Report, in source: [UInt8]) -> Bool {
    let message = error.text
    let quoted = Self.quoted(message)
    guard let first = quoted.first else { return false }
    if message.hasPrefix("unknown type name") || message.hasPrefix("must use 'struct' tag") {
      let name = message.hasPrefix("must") && quoted.count > 1 ? quoted[1] : first
      return Self.add(name, to: &types)
    }
    if message.hasPrefix(Self.undeclared) {
      let isType = first.hasSuffix("_t") || error.offset.map { Self.declares(first, at: $0, in: source) } == true
      return isType && Self.add(first, to: &types)
    }
    if message.hasPrefix("no member named"), quoted.count > 1, let tag = Self.tag(quoted[quoted.count - 1]) {
      guard fields[tag] != nil, fields[tag]?.contains(first) == false, Self.isName(first) else { return false }
      fields[tag]?.append(first)
      return true
    }
    let isIncomplete = message.contains("incomplete type") || message.contains("incomplete definition of type")
    if isIncomplete || message.contains("never completed"), let tag = Self.tag(quoted[quoted.count - 1]) {
      guard fields[tag] == nil else { return false }
      fields[tag] = []
      return Self.add(tag, to: &tags)
    }
    return false
  }

  /// The text of a header. A field may be called, assigned and compared, which a pointer to a function without prototype
  /// allows; what the real one can do beyond that stays an error.
  var text: String {
    var lines = types.map { "typedef struct \($0) \($0);" }
    for tag in tags {
      let members = (fields[tag] ?? []).map { "void (*\($0))();" }.joined(separator: " ")
      lines.append("struct \(tag) { int unblock_unknown; \(members) };")
    }
    lines += variables.map { $0 == "NULL" ? "#define NULL ((void *)0)" : "extern int \($0);" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `T *name` at the start of a statement, which clang takes for a product.
  private static func declares(_ name: String, at offset: Int, in source: [UInt8]) -> Bool {
    let isBlank = { (byte: UInt8) in " \t\r\n".utf8.contains(byte) }
    guard let before = source[..<min(offset, source.count)].last(where: { !isBlank($0) }),
      "{};".utf8.contains(before) || before == UInt8(ascii: ")")
    else { return false }
    let rest = source[min(offset + name.utf8.count, source.count)...].drop(while: isBlank)
    guard rest.first == UInt8(ascii: "*") else { return false }
    return rest.drop { isBlank($0) || $0 == UInt8(ascii: "*") }.first.map { UnitFile.isWord($0) } ?? false
  }

  private static func add(_ name: String, to list: inout [String]) -> Bool {
    guard isName(name), !list.contains(name) else { return false }
    list.append(name)
    return true
  }

  private static func tag(_ type: String) -> String? {
    let words = type.split(separator: " ").filter { !["struct", "const", "volatile"].contains($0) }
    guard words.count == 1, isName(String(words[0])) else { return nil }
    return String(words[0])
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { UnitFile.isWord($0) } && !text.hasPrefix("__")
  }
}
