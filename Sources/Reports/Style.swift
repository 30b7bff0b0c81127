import Model

/// Emphasis by ANSI escapes, or none.
struct Style {
  let isOn: Bool

  enum Role: String {
    case strong = "1"
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"
    case caret = "1;32"
    case remedy = "32"
    case rule = "2"

    init(_ severity: Severity) {
      switch severity {
      case .error: self = .error
      case .warning: self = .warning
      case .note: self = .note
      }
    }
  }

  func paint(_ text: String, _ role: Role) -> String { isOn ? "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m" : text }
}
