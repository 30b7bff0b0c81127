import StallWatchdog

/// What `STALL_WATCHDOG` says: `on`, `off`, `help`, or settings such as `threshold=50ms:stacks=all`.
struct Settings {
  enum Wish: Equatable {
    case off, help, on
  }

  private(set) var wish = Wish.on
  private(set) var configuration = StallWatchdogService.Configuration()
  /// What could not be understood. The rest counts all the same.
  private(set) var problems: [StallWatchdog.Configuration.Problem] = []

  init(parsing text: String) {
    switch text {
    case "", "off", "0", "false", "no": wish = .off
    case "help": wish = .help
    default: read(text)
    }
  }

  private mutating func read(_ text: String) {
    var values: [String: String] = [:]
    // `on` alone is a text that changes nothing.
    let keys = Key.allCases.map(\.rawValue) + ["on", "1", "true", "yes"]
    configuration.watchdog = .init(parsing: text, otherKeys: keys, others: &values, problems: &problems)
    for key in Key.allCases {
      guard let value = values[key.rawValue] else { continue }
      if value.isEmpty {
        problems.append(.missingValue(key: key.rawValue, expected: key.expected))
      } else if !configuration.set(key, to: value) {
        problems.append(.badValue(value, key: key.rawValue, expected: key.expected))
      }
    }
    guard configuration.file?.path.isEmpty == true else { return }
    configuration.file = nil
    problems.append(.missingValue(key: Key.file.rawValue, expected: Key.file.expected))
  }
}

extension StallWatchdogService.Configuration {
  /// False where the value cannot be read.
  fileprivate mutating func set(_ key: Settings.Key, to text: String) -> Bool {
    switch key {
    case .pool: assign(Settings.flag(text), to: \.watchesCooperativePool)
    case .main: assign(Settings.flag(text), to: \.watchesMainActor)
    case .log: assign(Settings.flag(text), to: \.logs)
    case .metrics: assign(Settings.flag(text), to: \.measures)
    case .file: assign(text, to: \.fileOrNew.path)
    case .size: assign(Settings.bytes(text), to: \.fileOrNew.maxBytes)
    case .files: assign(Int(text).flatMap { $0 > 0 ? $0 : nil }, to: \.fileOrNew.maxFiles)
    case .delays: assign(Duration(parsing: text).flatMap { $0 > .zero ? $0 : nil }, to: \.interval)
    }
  }

  private mutating func assign<Value>(_ value: Value?, to path: WritableKeyPath<Self, Value>) -> Bool {
    guard let value else { return false }
    self[keyPath: path] = value
    return true
  }

  /// A file without a path where there is none yet: its size may be set before its path.
  private var fileOrNew: StallWatchdogService.File {
    get { file ?? .init(path: "") }
    set { file = newValue }
  }
}
