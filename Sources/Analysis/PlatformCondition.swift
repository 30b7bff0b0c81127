/// What an `#if` condition says about the platform that this runs on.
enum PlatformCondition {
  #if os(Linux)
    private static let foreign = [
      "os(Windows)", "os(macOS)", "os(iOS)", "canImport(Darwin)", "canImport(WinSDK)", "canImport(Musl)",
    ]
    private static let own = ["os(Linux)", "canImport(Glibc)"]
  #else
    private static let foreign = ["os(Windows)", "os(Linux)", "canImport(Glibc)", "canImport(WinSDK)"]
    private static let own = ["os(macOS)", "canImport(Darwin)"]
  #endif

  /// Whether the condition is certain not to hold here: one of its parts asks for other platforms only, or for any but this one.
  static func excludesHost(_ condition: String?) -> Bool {
    guard let condition else { return false }
    return conjuncts(of: condition.filter { !$0.isWhitespace }).contains(where: partExcludesHost)
  }

  /// What must hold all together; what stands in parentheses stays whole.
  private static func conjuncts(of text: String) -> [String] {
    var parts: [String] = []
    var part = ""
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      part.append(character)
      guard depth == 0, part.hasSuffix("&&") else { continue }
      parts.append(String(part.dropLast(2)))
      part = ""
    }
    return parts + [part]
  }

  private static func partExcludesHost(_ text: String) -> Bool {
    if own.contains(where: { contains("!" + $0, in: text) || contains("!(" + $0 + ")", in: text) }) { return true }
    let asked = foreign.filter {
      contains($0, in: text) && !contains("!" + $0, in: text) && !contains("!(" + $0 + ")", in: text)
    }
    return !asked.isEmpty && !own.contains { contains($0, in: text) }
  }

  private static func contains(_ part: String, in text: String) -> Bool {
    let (part, text) = (Array(part.utf8), Array(text.utf8))
    guard part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
  }
}
