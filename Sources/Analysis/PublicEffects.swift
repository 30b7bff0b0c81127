import Model
import Rules

/// What the public functions of a library do to the thread of whoever calls them.
struct PublicEffects {
  private let program: Program
  private let effects: Effects
  private let interface: Interface
  private let witness: Witness

  init(_ program: Program, _ effects: Effects, _ interface: Interface) {
    self.program = program
    self.effects = effects
    self.interface = interface
    witness = Witness(program: program, effects: effects)
  }

  /// One function as callers see it, with the worst that it does.
  private struct Entry {
    var id: BodyID
    var symbol: FactSymbol
    var worst: (effect: Effect, body: BodyID)?
  }

  func facts() -> [InferredFact] {
    // An async function, a callback and what stays on an actor are contexts themselves: no caller inherits their faults.
    let entries = interface.bodies.filter(effects.passesOn).map {
      Entry(id: $0, symbol: interface.symbol(of: $0), worst: worst(of: $0))
    }
    let families = Dictionary(grouping: entries) { $0.symbol.family }
    return families.values.flatMap { family in
      Dictionary(grouping: family) { $0.symbol.withAllLabels }.values.compactMap { fact(of: $0, in: family) }
    }
  }

  /// The fact about functions that are spelled alike; nil when none of them blocks.
  private func fact(of overloads: [Entry], in family: [Entry]) -> InferredFact? {
    let blocking = overloads.filter { $0.worst != nil }
    guard let entry = blocking.min(by: isWorse), let (effect, body) = entry.worst else { return nil }
    var symbol = entry.symbol
    // A label that may be left out must not make the fact speak of a harmless overload.
    if family.contains(where: { $0.worst == nil && $0.id != entry.id && symbol.accepts($0.symbol) }) {
      symbol = symbol.withAllLabels
    }
    let claim = Claim.blocks(
      // A fact of the kind spin is about being called in circles; this one waits until it returns.
      effect.key.kind == .spin ? .wait : effect.key.kind, severity: effect.key.severity, awaits: effect.key.awaits)
    var inferred = InferredFact(symbol, claim, confidence: effect.key.confidence, of: program.body(entry.id))
    if case .fact(let cause) = effect.cause { inferred.fact.remedy = cause.remedy }
    inferred.path = witness.path(effect, from: body)
    inferred.isAmbiguous = family.contains { $0.worst == nil && symbol.accepts($0.symbol) }
    return inferred
  }

  private func isWorse(_ left: Entry, _ right: Entry) -> Bool {
    guard let one = left.worst, let other = right.worst else { return left.worst != nil }
    if one.effect.key != other.effect.key { return EffectKey.isWorse(one.effect.key, other.effect.key) }
    return (one.effect.length, left.id) < (other.effect.length, right.id)
  }

  private func worst(of id: BodyID) -> (effect: Effect, body: BodyID)? {
    let sources = [id] + (program.body(id).kind == .initializer ? initialValues(beside: id) : [])
    let found = sources.flatMap { source in
      (effects.effects[source] ?? [:]).values.filter { $0.key.confidence > .possible }.map {
        (effect: $0, body: source)
      }
    }
    return found.min {
      if $0.effect.key != $1.effect.key { return EffectKey.isWorse($0.effect.key, $1.effect.key) }
      return ($0.effect.length, $0.body) < ($1.effect.length, $1.body)
    }
  }

  /// Making a value runs the initial values of its stored properties, too.
  private func initialValues(beside id: BodyID) -> [BodyID] {
    guard let owner = program.body(id).owner,
      let info = program.types.find(owner, from: program.summary(of: id), in: program)
    else { return [] }
    return program.types.infos[info].properties.values.compactMap { entry in
      guard !entry.property.isStatic, !entry.property.isLazy else { return nil }
      return entry.property.body.map { program.id($0, in: entry.summary) }
    }.sorted()
  }
}

extension FactSymbol {
  /// Functions of one base name in one type.
  fileprivate var family: FactSymbol {
    var family = self
    family.labels = .any
    return family
  }

  /// Every argument given.
  fileprivate var withAllLabels: FactSymbol {
    guard case .list(let list) = labels else { return self }
    var symbol = self
    symbol.labels = .list(list.map { Label(name: $0.name, isOptional: false) })
    return symbol
  }

  /// Whether a call of the other with every argument given would pass for one of this.
  fileprivate func accepts(_ other: FactSymbol) -> Bool {
    guard case .list(let list) = other.labels else { return labels == other.labels }
    return accepts(labels: list.map(\.name))
  }
}
