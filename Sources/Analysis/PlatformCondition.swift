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

  /// Whether the condition is certain not to hold here: it asks for other platforms only, or for any but this one.
  static func excludesHost(_ condition: String?) -> Bool {
    guard let condition else { return false }
    let text = String(condition.filter { !$0.isWhitespace })
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
