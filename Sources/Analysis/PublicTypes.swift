import Model
import Rules

/// Which public types of a library inherit members that facts speak of: whoever has no sources cannot see it otherwise.
struct PublicTypes {
  let program: Program
  let interface: Interface

  /// - Parameter facts: What was worked out about the members.
  func facts(beside facts: [InferredFact]) -> [InferredFact] {
    let owners = Set(facts.map { $0.fact.symbol.path.joined(separator: ".") })
    // A type may be declared twice, under two conditions.
    var seen: Set<Int> = []
    return interface.types.compactMap { summary, type in
      guard let info = program.types.find(type.name, from: summary, in: program), seen.insert(info).inserted
      else { return nil }
      let parents = program.types.parents(of: info, program).filter { parent in
        program.types.lineage(of: parent, program).contains { owners.contains(program.types.infos[$0].name) }
      }
      guard !parents.isEmpty else { return nil }
      return InferredFact(refinement(of: type, parents: parents, in: summary), confidence: .inferred)
    }
  }

  private func refinement(of type: TypeDeclaration, parents: [Int], in summary: Summary) -> Fact {
    let path = type.name.split(separator: ".").map(String.init)
    let symbol = FactSymbol(
      language: .swift, module: summary.module, path: Array(path.dropLast()), name: path.last ?? type.name,
      labels: .none)
    let names = parents.map { parent in
      let info = program.types.infos[parent]
      return TypeRef.named([info.module] + info.name.split(separator: ".").map(String.init))
    }
    let location = RuleLocation(file: type.place.file, line: type.place.line)
    return Fact(symbol: symbol, claim: .refines(names), location: location)
  }
}
