/// What the compiler said about the symbols of a program: the part of an index store that an analysis needs.
package struct SymbolIndex: Hashable, Codable, Sendable {
  /// By USR: the symbols that joined summaries mention, as far as their names say something to the rules.
  package var symbols: [String: Symbol] = [:]
  /// For a requirement or overridable member, what takes its place in conforming types and subclasses; direct ones only, sorted.
  package var overriders: [String: [String]] = [:]
  /// The other direction: what a member implements or overrides; direct ones only, sorted.
  package var overridden: [String: [String]] = [:]
  /// Superclasses and protocols of a type; direct ones only, sorted.
  package var bases: [String: [String]] = [:]
  /// What else runs when a member runs, though no call says so: a setter's observers, a lazy value, the initial values of
  /// stored properties, a wrapper's `wrappedValue`. Sorted.
  package var entailed: [String: [String]] = [:]

  package init() {}
}

/// A declaration as the compiler names it.
package struct Symbol: Hashable, Codable, Sendable {
  package var usr: String
  /// With labels: `load(from:)`; of an accessor, the property's own name.
  package var name: String
  package var kind: Kind
  /// From the mangled name: the module that declares it, and the types around it. An extension's members are in the type that it
  /// extends. Empty for C and where the name tells nothing.
  package var module = ""
  package var path: [String] = []
  /// The types of the parameters in order, from the mangled name; nil when it tells nothing.
  package var parameters: [TypeRef]?
  /// What it returns, or the type that it is of.
  package var result: TypeRef?
  package var isAsync = false
  /// Nil where the name does not tell.
  package var isThrowing: Bool?

  package init(usr: String, name: String, kind: Kind) {
    self.usr = usr
    self.name = name
    self.kind = kind
  }

  package enum Kind: String, Codable, Sendable {
    case function
    case initializer
    case deinitializer
    case getter
    case setter
    case willSet
    case didSet
    case variable
    case type
    case field
    case other
  }
}
