import Model
import Rules

/// Which functions implement what a protocol asks for, and so cannot choose how they are declared.
struct Witnesses {
  private let program: Program

  init(_ program: Program) { self.program = program }

  /// The compiler's word where there is one. Else a requirement of the same name, or a protocol that nobody has read.
  func mayBeWitness(_ id: BodyID) -> Bool {
    let body = program.body(id)
    if let symbol = body.symbol, program.summary(of: id).resolution == .resolved {
      return program.index.overridden[symbol]?.isEmpty == false
    }
    guard let owner = body.owner,
      let info = program.types.find(owner, from: program.summary(of: id), in: program)
    else { return body.owner != nil }
    if program.types.infos[info].kind == .protocol { return true }
    let ancestors = program.types.lineage(of: info, program)
    if ancestors.contains(where: { program.types.infos[$0].requirements[baseName(body.name)] != nil }) { return true }
    return ancestors.contains { ancestor in
      program.types.foreignParents(of: ancestor, program).contains { !Self.withoutAsync.contains($0) }
    }
  }

  /// Protocols of the standard library that ask for no async function.
  private static let withoutAsync: Set<String> = [
    "Sendable", "Equatable", "Hashable", "Comparable", "Codable", "Encodable", "Decodable", "Error", "Identifiable",
    "CustomStringConvertible", "CustomDebugStringConvertible", "RawRepresentable", "CaseIterable", "LocalizedError",
    "NSObject", "ObservableObject", "String", "Int", "UInt8", "AnyObject", "ExpressibleByStringLiteral",
  ]
}
