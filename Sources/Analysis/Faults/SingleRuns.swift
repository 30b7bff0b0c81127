import Model
import Rules

extension Scene {
  /// Whether a closure is called at most once by whoever it is handed to, as far as names and types tell.
  func runsOnce(_ id: BodyID) -> Bool {
    let body = program.body(id)
    guard case .argument(let number, let argument)? = body.use, let parent = program.parent(of: id) else {
      return body.use == .called
    }
    let key = CallKey(body: parent, call: number)
    let call = program.body(parent).calls[number]
    let callee = program.callee(of: key)
    var words = [call.arguments[argument].label ?? ""]
    for match in callee.facts {
      guard case .runs(.argument(let position), let execution, _) = match.fact.claim,
        match.parameters[argument] == position
      else { continue }
      // What runs within the call may run for each of many elements.
      if execution == .inline { return false }
      if case .list(let labels) = match.fact.symbol.labels, labels.indices.contains(position) {
        words.append(labels[position].name ?? match.fact.symbol.name)
      }
    }
    for target in callee.targets {
      guard let position = target.parameters[argument],
        program.body(target.body).parameters.indices.contains(position)
      else { continue }
      let parameter = program.body(target.body).parameters[position]
      words += [parameter.label ?? "", parameter.name]
      if parameter.type.takesOutcome { return true }
    }
    return words.contains { word in Self.single.contains { word.lowercased().contains($0) } }
  }

  /// What parameters are called that take a function to be called once, when something is done.
  private static let single = [
    "complet", "execute", "operation", "reply", "finish", "done", "callback", "cancel", "work",
  ]
}

extension TypeRef {
  /// A function that is told how something ended: it takes a `Result` or an optional error.
  fileprivate var takesOutcome: Bool {
    switch self {
    case .function(let type): type.parameters.contains { $0.isOutcome }
    case .optional(let type): type.takesOutcome
    default: false
    }
  }

  private var isOutcome: Bool {
    switch self {
    case .named(let path, _): path.last == "Result"
    case .optional(.existential(let all)): all.contains { $0.isError }
    case .optional(let type): type.isError
    default: false
    }
  }

  private var isError: Bool {
    if case .named(let path, _) = self { return path.last?.hasSuffix("Error") == true }
    return false
  }
}
