package import Model
package import Rules

extension FactSymbol {
  /// How a fact would name what a body belongs to.
  package init(of body: Body, in summary: Summary) {
    let isFunction = body.kind == .function || body.kind == .initializer
    let labels = body.parameters.map {
      Label(name: $0.label, isOptional: $0.hasDefault || $0.isVariadic)
    }
    self.init(
      language: summary.language, module: summary.language == .c ? "" : summary.module,
      path: body.owner?.split(separator: ".").map(String.init) ?? [], name: baseName(body.name),
      labels: isFunction && summary.language == .swift ? .list(labels) : .none)
  }

  /// Whether both name one declaration; which labels may be left out is no part of a name.
  package func isSame(as other: FactSymbol) -> Bool {
    guard language == other.language, module == other.module, path == other.path, name == other.name else {
      return false
    }
    return switch (labels, other.labels) {
    case (.list(let own), .list(let others)): own.map(\.name) == others.map(\.name)
    case (.any, .none), (.none, .any): false
    case (.none, .list), (.list, .none): false
    case (.any, _), (_, .any), (.none, .none): true
    }
  }
}
