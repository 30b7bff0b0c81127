import Model
import Rules

/// What a call may run.
struct Callee: Sendable {
  /// A body of the program that the call enters.
  struct Target: Sendable {
    var body: BodyID
    /// For each argument the parameter it meets.
    var parameters: [Int: Int]
  }

  /// A fact that speaks of the function called, with how sure that is.
  struct Match: Sendable {
    var fact: Fact
    var parameters: [Int: Int]
    var confidence: Confidence
  }

  var targets: [Target] = []
  var facts: [Match] = []
  /// How sure it is that the targets are what is called.
  var confidence = Confidence.inferred
  /// The facts speak of the very declaration that was found, so that what its body does need not be worked out.
  var factsDecide = false
  /// Through a protocol, an overridable method or a stored function.
  var isDynamic = false
  /// Everything that a dynamic call may run is among the targets.
  var isClosed = false
  /// How many of the targets, counted from the first, exclude one another; the rest runs along with any of them.
  var alternatives = 0
  /// What the call is made on.
  var receiver = Type.unknown
  /// The type that the call makes, when it is an initialiser.
  var constructed: Type?
  /// The type of the function value that is called.
  var value: Type?
  /// A requirement with nothing known to implement it: its parameters still tell what happens to closures.
  var requirement: Body?

  static let unknown = Callee(confidence: .possible)

  var isResolved: Bool { !targets.isEmpty || !facts.isEmpty || constructed != nil }

  /// What the generic parameters of the receiver's type stand for.
  func arguments(of program: Program) -> [String: Type] {
    guard case .nominal(let info, let arguments) = receiver.instance else { return [:] }
    return Dictionary(
      zip(program.types.infos[info].generics.map(\.name), arguments).filter { $0.1.isKnown },
      uniquingKeysWith: { first, _ in first })
  }
}

extension Fact {
  /// For each argument the parameter it meets, when the fact can be about this call.
  func parameters(for call: Call) -> [Int: Int]? {
    if call.kind != .call
      || (call.arguments.isEmpty && symbol.labels == .none && symbol.language == .swift && call.kind == .read)
    {
      return symbol.labels == .none && symbol.language == .swift ? [:] : nil
    }
    guard let match = symbol.match(call.arguments) else { return nil }
    return Dictionary(uniqueKeysWithValues: match.parameters.enumerated().map { ($0.offset, $0.element) })
  }
}
