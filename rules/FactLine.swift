import Model

extension Fact {
  /// As a fact file says it, conditions and limits aside.
  package var line: String {
    var words = [symbol.spelling + " ", claim.spelling]
    switch remedy {
    case .named(let name): words.append("see \(name)")
    case .text(let text): words.append("instead \(text)")
    case nil: break
    }
    if let fix { words.append("fix \(fix.text)") }
    return words.joined(separator: " ")
  }
}

extension Claim {
  fileprivate var spelling: String {
    switch self {
    case .blocks(let kind, let severity, let awaits):
      "blocks \(kind.rawValue)" + (severity == kind.severity ? "" : " \(severity.rawValue)")
        + (awaits.map { " for \($0.rawValue)" } ?? "")
    case .runs(let subject, let execution, let types):
      "runs \(subject.spelling) \(execution.spelling)" + (types.isEmpty ? "" : " passing \(TypeRef.spelling(types))")
    case .holds(let resource, let end): "holds \(resource) until \(end)"
    case .releases(let resource, let end): "releases \(resource) until \(end)"
    case .drives(let context): "drives \(context.rawValue)"
    case .yields(let type): "is \(type.spelling)"
    case .refines(let types): "refines \(TypeRef.spelling(types))"
    case .ends: "ends process"
    case .tells(let context): "tells \(context.rawValue)"
    case .observed(let kind, let severity):
      "observed as \(kind.rawValue)" + (severity == kind.severity ? "" : " \(severity.rawValue)")
    case .completes(let kind, let argument): "completes \(kind.rawValue)" + (argument.map { " argument \($0)" } ?? "")
    case .throwsCancellation: "throws cancellation"
    case .checksCancellation: "checks cancellation"
    case .twin(let symbol): "twin \(symbol)"
    case .noTwin(let reason): "twin none because \(reason)"
    case .nonblocking(let reason): "nonblocking because \(reason)"
    }
  }
}

extension Claim.Subject {
  fileprivate var spelling: String {
    switch self {
    case .argument(let index): "argument \(index)"
    case .body: "body"
    case .field: "field"
    }
  }
}

extension Execution {
  fileprivate var spelling: String {
    switch self {
    case .context(let context): "on \(context.rawValue)"
    case .off: "off"
    case .inline: "inline"
    case .creator: "creator"
    }
  }
}

extension TypeRef {
  fileprivate static func spelling(_ types: [TypeRef]) -> String { types.map(\.spelling).joined(separator: ", ") }

  fileprivate var spelling: String {
    switch self {
    case .named(let path, let arguments):
      path.joined(separator: ".") + (arguments.isEmpty ? "" : "<\(Self.spelling(arguments))>")
    case .optional(let type): type.spelling + "?"
    case .array(let type): "[\(type.spelling)]"
    case .dictionary(let key, let value): "[\(key.spelling): \(value.spelling)]"
    case .tuple(let types): "(\(Self.spelling(types)))"
    case .existential(let types): "any " + types.map(\.spelling).joined(separator: " & ")
    case .pointer(let type): type.spelling + " *"
    case .selfType: "Self"
    case .metatype(let type): type.spelling + ".Type"
    // What facts have no words for.
    case .function, .unknown: "_"
    }
  }
}
