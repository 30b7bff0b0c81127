import Model
import SwiftSyntax

/// The generic parameters of a declaration with the constraints of both clauses.
struct Generics {
  private(set) var list: [Generic] = []

  init(_ parameters: GenericParameterClauseSyntax? = nil, _ requirements: GenericWhereClauseSyntax? = nil) {
    for parameter in parameters?.parameters ?? [] {
      add(parameter.name.name, parameter.inheritedType.map { TypeRef($0).constituents } ?? [], declares: true)
    }
    add(parameters?.genericWhereClause)
    add(requirements)
  }

  mutating func add(_ clause: GenericWhereClauseSyntax?) {
    for requirement in clause?.requirements ?? [] {
      switch requirement.requirement {
      case .conformanceRequirement(let conformance):
        add(conformance.leftType.spelledPath, TypeRef(conformance.rightType).constituents)
      case .sameTypeRequirement(let same):
        guard case .type(let left) = same.leftType, case .type(let right) = same.rightType else { continue }
        add(left.spelledPath, [TypeRef(right)])
      case .layoutRequirement: break
      }
    }
  }

  mutating func add(_ name: String, _ constraints: [TypeRef], declares: Bool = false) {
    guard !name.isEmpty, declares || !constraints.isEmpty else { return }
    if let index = list.firstIndex(where: { $0.name == name }) {
      list[index].constraints += constraints
    } else {
      list.append(Generic(name: name, constraints: constraints))
    }
  }
}

extension TypeSyntax {
  /// `Element`, `Self.Element`: the left side of a requirement.
  fileprivate var spelledPath: String {
    switch TypeRef(self) {
    case .named(let path, _): path.joined(separator: ".")
    case .selfType: "Self"
    default: ""
    }
  }
}
