/// Code that takes the place of a call, with holes for the call's own parts: `try await Task.sleep(for: .seconds($0))`.
package struct CallTemplate: Hashable, Codable, Sendable {
  package enum Part: Hashable, Codable, Sendable {
    case text(String)
    /// `$0`: an argument of the call; in a fact, what meets a parameter.
    case argument(Int)
    /// `$receiver`: what the call is made on.
    case receiver
  }

  /// What is wrong with a template.
  package enum Fault: Error, Hashable {
    case empty
    /// Not the name of a hole.
    case unknownHole(String)
    case repeatedHole(String)
    case unbalanced
  }

  package private(set) var isThrowing = false
  package private(set) var isAsync = false
  /// What stands behind `try` and `await`.
  package private(set) var parts: [Part] = []

  package init(_ text: String) throws(Fault) {
    var rest = text[...]
    isThrowing = Self.skip("try ", in: &rest)
    isAsync = Self.skip("await ", in: &rest)
    guard Self.isBalanced(rest) else { throw .unbalanced }
    while let dollar = rest.firstIndex(of: "$") {
      if dollar > rest.startIndex { parts.append(.text(String(rest[..<dollar]))) }
      rest = rest[rest.index(after: dollar)...]
      let name = rest.prefix { $0.isLetter || $0.isNumber }
      rest = rest[name.endIndex...]
      let part: Part? = name == "receiver" ? .receiver : name.count < 3 ? Int(name).map { .argument($0) } : nil
      guard let part else { throw .unknownHole("$" + name) }
      guard !parts.contains(part) else { throw .repeatedHole("$" + name) }
      parts.append(part)
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    guard !parts.isEmpty else { throw .empty }
  }

  /// The parameters that it mentions.
  package var arguments: [Int] {
    parts.compactMap { part in
      guard case .argument(let number) = part else { return nil }
      return number
    }
  }

  /// The same with the holes numbered by a call's arguments instead of parameters; nil where the call lacks one, or has one that
  /// the template leaves out.
  package func numbered(by parameters: [Int: Int], of call: Call) -> CallTemplate? {
    var numbers: [Int: Int] = [:]
    for index in call.arguments.indices {
      guard let parameter = parameters[index], numbers.updateValue(index, forKey: parameter) == nil else { return nil }
    }
    guard Set(numbers.keys) == Set(arguments) else { return nil }
    var result = self
    result.parts = parts.map { part in
      guard case .argument(let number) = part, let index = numbers[number] else { return part }
      return .argument(index)
    }
    return result
  }

  package var text: String {
    (isThrowing ? "try " : "") + (isAsync ? "await " : "")
      + parts.map { part in
        switch part {
        case .text(let text): text
        case .argument(let number): "$\(number)"
        case .receiver: "$receiver"
        }
      }.joined()
  }

  private static func skip(_ word: String, in rest: inout Substring) -> Bool {
    guard rest.hasPrefix(word) else { return false }
    rest = rest.dropFirst(word.count)
    return true
  }

  private static func isBalanced(_ text: Substring) -> Bool {
    var open: [Character] = []
    for character in text {
      switch character {
      case "(": open.append(")")
      case "[": open.append("]")
      case "{": open.append("}")
      case ")", "]", "}":
        guard open.popLast() == character else { return false }
      default: break
      }
    }
    return open.isEmpty
  }
}
