import Analysis
import Model
import Rules

/// Writes what was derived as a fact file.
package struct DerivedFactFile {
  package let text: String

  package init(_ derivation: Derivation) {
    var lines = [
      "# \(derivation.package): what its public functions do to the thread of whoever calls them, derived from its sources.",
      "# Above each line stands the way to what blocks. Read them before you rely on them.",
    ]
    let byModule = Dictionary(grouping: derivation.facts, by: \.fact.symbol.module)
    // C, which has no modules, comes last: what stands below its line is C.
    for module in byModule.keys.filter({ !$0.isEmpty }).sorted() {
      lines += ["", "# \(module)"] + (byModule[module] ?? []).flatMap(Self.lines)
    }
    if let c = byModule[""] { lines += ["", "language c"] + c.flatMap(Self.lines) }
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ inferred: InferredFact) -> [String] {
    var lines = inferred.path.isEmpty ? [] : ["# " + way(inferred.path)]
    if inferred.isAmbiguous {
      lines.append("# Not said, since another function of these labels does otherwise: \(inferred.fact.line)")
    } else {
      lines.append(inferred.fact.line)
    }
    return lines
  }

  private static func way(_ path: [Finding.Hop]) -> String {
    path.map { hop in hop.symbol + (hop.place.map { " at \($0.file):\($0.line)" } ?? "") }.joined(separator: ", ")
  }
}
