extension StallWatchdog.Configuration {
  /// What was wrong with one setting in a text. The setting keeps the value it had.
  public enum Problem: Error, Sendable, Hashable {
    /// No setting is called that. The one that may have been meant is named where there is one.
    case unknownKey(String, meant: String?)
    /// The value cannot be read.
    case badValue(String, key: String, expected: String)
    /// There is a key and no value.
    case missingValue(key: String, expected: String)
    /// The same key came before, and the later value counts.
    case repeatedKey(String)
  }
}

extension StallWatchdog.Configuration.Problem: CustomStringConvertible {
  /// One line: the fault, and the way out.
  public var description: String {
    switch self {
    case .unknownKey(let key, let meant?): "unknown key \"\(key)\"; did you mean \(meant)?"
    case .unknownKey(let key, nil): "unknown key \"\(key)\""
    case .badValue(let value, let key, let expected): "\(key) is \"\(value)\"; expected \(expected)"
    case .missingValue(let key, let expected): "\(key) has no value; expected \(key)=\(expected)"
    case .repeatedKey(let key): "\(key) is set twice; the last one counts"
    }
  }
}
