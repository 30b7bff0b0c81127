import Model

extension Place {
  /// `file:line:column`, as compilers write it and editors open it.
  var label: String { "\(file.printable):\(line):\(column)" }
}

extension Finding.Context {
  /// `in async function load()`.
  var label: String {
    let symbol = symbol.printable
    let adjective = kind.map { $0.adjective + " " } ?? ""
    guard !symbol.isEmpty else { return "in \(adjective)code" }
    let noun = symbol.hasPrefix("closure") ? "" : kind == .signalHandler ? "" : "function "
    return "in \(adjective)\(noun)\(symbol)"
  }
}

extension ContextKind {
  fileprivate var adjective: String {
    switch self {
    case .async: "async"
    case .actor: "actor-isolated"
    case .mainActor: "main-actor"
    case .eventLoop: "event-loop"
    case .mainQueue: "main-queue"
    case .gil: "GIL-holding"
    case .signalHandler: "signal handler"
    case .nonblocking: "nonblocking"
    }
  }
}

/// `1 file`, `2 files`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension String {
  /// On one line and without effect on a terminal: what would move the cursor or turn the text around is spelled out.
  var printable: String {
    guard unicodeScalars.contains(where: \.isDisruptive) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.isDisruptive: result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  /// A control character, a line break, or an override of the writing direction.
  var isDisruptive: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
