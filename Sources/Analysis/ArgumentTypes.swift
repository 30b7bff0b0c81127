import Model

/// Chooses among overloads whose labels are the same by what the arguments are known to be.
extension Program {
  /// Without the overloads that some argument cannot be meant for; all of them when nothing would be left.
  func fittingByType(_ targets: [Callee.Target], _ call: Call, in id: BodyID) -> [Callee.Target] {
    guard targets.count > 1 else { return targets }
    let fitting = targets.filter { target in
      !call.arguments.indices.contains { index in
        guard let position = target.parameters[index], body(target.body).parameters.indices.contains(position) else {
          return false
        }
        return rulesOut(call.arguments[index].value, body(target.body).parameters[position], of: target.body, in: id)
      }
    }
    return fitting.isEmpty ? targets : fitting
  }

  /// Whether a value is certain not to be of the parameter's type. A literal becomes whatever is asked of it.
  private func rulesOut(_ value: Expression, _ parameter: Parameter, of target: BodyID, in id: BodyID) -> Bool {
    guard !value.isLiteral else { return false }
    let expected = resolve(parameter.type, in: scope(of: target))
    return excludes(type(of: value, in: id), expected)
  }

  private func excludes(_ given: Type, _ expected: Type) -> Bool {
    switch (given, expected) {
    case (.nominal(let info, _), .nominal(let wanted, _)): !types.lineage(of: info, self).contains(wanted)
    case (.nominal(let info, _), .library(let wanted, _)):
      library.names.contains(wanted) && !foreignLineage(of: info).contains(wanted)
    case (.library(let name, _), .nominal(let wanted, _)):
      library.names.contains(name) && types.infos[wanted].kind != .protocol
    case (.library(let name, _), .library(let wanted, _)):
      library.names.contains(name) && library.names.contains(wanted) && !library.lineage(of: name).contains(wanted)
    case (.array, .nominal(let wanted, _)): types.infos[wanted].kind != .protocol
    default: false
    }
  }
}

extension Expression {
  fileprivate var isLiteral: Bool {
    switch self {
    case .integer, .floating, .boolean, .string, .null, .list: true
    default: false
    }
  }
}
