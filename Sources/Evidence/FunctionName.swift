/// The name of a function, as debug information, a demangler and the linter each spell it.
///
/// `static App.Store.load(from: Swift.String) async throws -> Swift.Int` and `Store.load(from:)` are one function; so are
/// `closure #1 () -> () in App.Store.load(from: Swift.String) -> ()` and `closure in Store.load(from:)`.
struct FunctionName: Hashable {
  /// Innermost last, at most the type and the function.
  let parts: [Substring]
  /// Nil where none are written, as in C.
  let labels: [Substring]?
  let isClosure: Bool

  init?(_ spelling: String) {
    var text = spelling[...]
    isClosure = text.contains("closure")
    // What surrounds a name names what was made of it: `partial apply forwarder for`, `closure #1 in`.
    for word in [" in ", " for ", " of "] {
      if let end = Self.lastRange(of: word, in: text) { text = text[end...] }
    }
    let open = Self.openParenthesis(in: text) ?? text.endIndex
    let path = text[..<open].split(separator: " ").last ?? ""
    parts = Self.parts(of: path)
    labels = open < text.endIndex ? Self.labels(of: text[open...]) : nil
    guard let name = parts.last, !name.isEmpty else { return nil }
  }

  /// The same function as far as both tell: one may leave out the type or the labels.
  func isSame(as other: FunctionName) -> Bool {
    guard isClosure == other.isClosure, parts.last == other.parts.last else { return false }
    if let labels, let others = other.labels, labels != others { return false }
    guard parts.count > 1, other.parts.count > 1 else { return true }
    return parts[parts.count - 2] == other.parts[other.parts.count - 2]
  }

  /// Behind the last such word that stands outside of brackets.
  private static func lastRange(of word: String, in text: Substring) -> Substring.Index? {
    var depth = 0
    var last: Substring.Index?
    var index = text.startIndex
    while index < text.endIndex {
      switch text[index] {
      case "(", "<", "[": depth += 1
      case ")", "]": depth -= 1
      // The arrow of a function type closes nothing.
      case ">" where index == text.startIndex || text[text.index(before: index)] != "-": depth -= 1
      case " " where depth == 0 && text[index...].hasPrefix(word):
        last = text.index(index, offsetBy: word.count)
      default: break
      }
      index = text.index(after: index)
    }
    return last
  }

  private static func openParenthesis(in text: Substring) -> Substring.Index? {
    var depth = 0
    for index in text.indices {
      switch text[index] {
      case "<": depth += 1
      case ">": depth -= 1
      case "(" where depth <= 0: return index
      default: break
      }
    }
    return nil
  }

  /// `App.Store<Swift.Int>.load` without what stands between angle brackets, the last two names of it.
  private static func parts(of path: Substring) -> [Substring] {
    var parts: [Substring] = []
    var part: Substring = ""
    var depth = 0
    for character in path {
      switch character {
      case "<": depth += 1
      case ">": depth -= 1
      case "." where depth <= 0:
        parts.append(part)
        part = ""
      default: if depth <= 0 { part.append(character) }
      }
    }
    return Array((parts + [part]).filter { !$0.isEmpty }.suffix(2))
  }

  /// The words before colons, at the level of the parameters.
  private static func labels(of list: Substring) -> [Substring] {
    var labels: [Substring] = []
    var word: Substring = ""
    var depth = 0
    for character in list {
      switch character {
      case "(", "<", "[":
        depth += 1
        word = ""
      case ")", ">", "]":
        depth -= 1
        if depth == 0 { return labels }
      case ":" where depth == 1:
        labels.append(word)
        word = ""
      case ",", " ": word = ""
      default: word.append(character)
      }
    }
    return labels
  }
}
