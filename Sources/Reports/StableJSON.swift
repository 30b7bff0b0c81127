#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// JSON whose bytes depend on the value alone.
enum StableJSON {
  static func text(of value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      // The encoder refuses only numbers that are not finite; reports hold strings, integers and booleans.
      preconditionFailure("a report holds a value that JSON cannot")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
