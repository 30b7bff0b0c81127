extension StallWatchdog.Configuration {
  /// Reads settings from a text such as `threshold=50ms:stacks=on:rest=1s`.
  ///
  /// | key | value |
  /// |---|---|
  /// | `threshold` | a duration: `50ms` |
  /// | `stacks` | `off`, `blocked` or `all`; `on` is `all` |
  /// | `rest` | a duration |
  /// | `probes-of-c` | `on` or `off` |
  ///
  /// A duration is a number with `ns`, `us`, `ms`, `s`, `min` or `h` right behind it, such as `1.5s`. Settings are
  /// separated by `:` or `,`; spaces around them are skipped. Never fails: what cannot be read keeps its default and
  /// adds to the problems.
  ///
  /// - Parameters:
  ///   - text: May be empty.
  ///   - problems: What was wrong, in the order of the text, is added.
  public init(parsing text: String, problems: inout [Problem]) {
    var others: [String: String] = [:]
    self.init(parsing: text, otherKeys: [], others: &others, problems: &problems)
  }

  /// - Parameters:
  ///   - otherKeys: Keys that somebody else reads.
  ///   - others: Their values as they stand in the text. One that contains a separator is quoted by `"`.
  package init(
    parsing text: String, otherKeys: [String], others: inout [String: String], problems: inout [Problem]
  ) {
    self.init()
    var seen: Set<String> = []
    for (key, value) in settings(in: text) {
      if !seen.insert(key).inserted { problems.append(.repeatedKey(key)) }
      if let setting = Setting(rawValue: key) {
        guard let value, !value.isEmpty else {
          problems.append(.missingValue(key: key, expected: setting.expected))
          continue
        }
        if !set(setting, to: value) {
          problems.append(.badValue(value, key: key, expected: setting.expected))
        }
      } else if otherKeys.contains(key) {
        others[key] = value ?? ""
      } else {
        let known = Setting.allCases.map(\.rawValue) + otherKeys
        problems.append(.unknownKey(key, meant: nearest(to: key, among: known)))
      }
    }
  }

  private enum Setting: String, CaseIterable {
    case threshold, stacks, rest
    case probesOfC = "probes-of-c"

    var expected: String {
      switch self {
      case .threshold, .rest: "a duration such as 50ms"
      case .stacks: "off, blocked or all"
      case .probesOfC: "on or off"
      }
    }
  }

  /// False where the value cannot be read.
  private mutating func set(_ setting: Setting, to value: String) -> Bool {
    switch setting {
    case .threshold: assign(positiveDuration(value), to: \.threshold)
    case .rest: assign(positiveDuration(value).map(Optional.some), to: \.rest)
    case .stacks: assign(whichStacks(value), to: \.stacks)
    case .probesOfC: assign(onOrOff(value), to: \.watchesProbesOfC)
    }
  }

  private mutating func assign<Value>(_ value: Value?, to path: WritableKeyPath<Self, Value>) -> Bool {
    guard let value else { return false }
    self[keyPath: path] = value
    return true
  }
}

private func positiveDuration(_ text: String) -> Duration? {
  guard let duration = Duration(parsing: text), duration > .zero else { return nil }
  return duration
}

private func whichStacks(_ text: String) -> StallWatchdog.Configuration.Stacks? {
  if let stacks = StallWatchdog.Configuration.Stacks(rawValue: text.lowercased()) { return stacks }
  return onOrOff(text).map { $0 ? .all : .off }
}

private func onOrOff(_ text: String) -> Bool? {
  switch text.lowercased() {
  case "on", "true", "yes", "1": true
  case "off", "false", "no", "0": false
  default: nil
  }
}

/// The parts of a text, each a key with what stands behind its `=`. Separators within quotation marks do not count.
private func settings(in text: String) -> [(key: String, value: String?)] {
  var parts: [String] = [""]
  var quoted = false
  for character in text {
    if character == "\"" {
      quoted.toggle()
    } else if !quoted, character == ":" || character == "," {
      parts.append("")
    } else {
      parts[parts.count - 1].append(character)
    }
  }
  return parts.map(trimmed).filter { !$0.isEmpty }.map { part in
    guard let equals = part.firstIndex(of: "=") else { return (part, nil) }
    return (trimmed(part[..<equals]), trimmed(part[part.index(after: equals)...]))
  }
}

private func trimmed(_ text: some StringProtocol) -> String {
  let start = text.drop { $0.isWhitespace }
  return String(start.reversed().drop { $0.isWhitespace }.reversed())
}
