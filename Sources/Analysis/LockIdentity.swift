import Model

/// How locks are told apart: by the variable, property or field that they stand in.
extension LockRegions {
  /// The lock that a call is made on: its receiver in Swift, its first argument in C.
  func lock(of call: Call, in id: BodyID) -> (String, String)? {
    if case .member(let base, _) = call.callee { return identity(base, in: id) }
    return call.arguments.first.flatMap { identity($0.value, in: id) }
  }

  func identity(_ value: Expression, in id: BodyID) -> (String, String)? {
    switch value {
    case .address(let inner), .cast(let inner, _), .element(let inner): return identity(inner, in: id)
    case .field(let record, let name): return ("field \(program.canonicalRecord(record)).\(name)", name)
    case .name(let name):
      let owner = program.owner(of: id).flatMap { owner in
        program.types.find(owner, from: program.summary(of: id), in: program).flatMap {
          program.types.infos[$0].properties[name] == nil ? nil : program.types.infos[$0].name
        }
      }
      return ("property " + (owner.map { $0 + "." } ?? "") + name, name)
    case .function(_, let name): return ("global \(name)", name)
    case .member(let base, let name):
      if case .nominal(let info, _) = program.type(of: base, in: id).instance {
        return ("property \(program.types.infos[info].name).\(name)", name)
      }
      return identity(base, in: id).map { ($0.0 + "." + name, name) }
    case .local(let local):
      let declaration = program.summaries[program.bodies[id].summary].locals[local]
      return ("local \(program.bodies[id].summary) \(local)", declaration.name)
    case .selfReference: return ("self " + (program.owner(of: id) ?? ""), "self")
    default: return nil
    }
  }
}
