/// A type as the source spells it, before anyone has looked up what the names mean.
package indirect enum TypeRef: Hashable, Codable, Sendable {
  /// `Foundation.Thread` is `["Foundation", "Thread"]`; C's `struct foo` and `foo_t` are `["foo"]` and `["foo_t"]`.
  case named([String], arguments: [TypeRef] = [])
  case optional(TypeRef)
  case array(TypeRef)
  case dictionary(key: TypeRef, value: TypeRef)
  case tuple([TypeRef])
  case function(FunctionType)
  /// `some P`, `any P & Q`, and a bare composition: the value has every one of these types.
  case existential([TypeRef])
  case metatype(TypeRef)
  /// C's `T *`.
  case pointer(TypeRef)
  case selfType
  case unknown
}

/// The type of a function or closure value.
package struct FunctionType: Hashable, Codable, Sendable {
  package var parameters: [TypeRef]
  package var result: TypeRef
  package var isAsync = false
  package var isThrowing = false
  /// Written `@escaping`. A parameter of optional function type escapes without saying so.
  package var isEscaping = false
  package var isSendable = false
  package var isAutoclosure = false
  package var isolation = Isolation.unspecified

  package init(parameters: [TypeRef], result: TypeRef) {
    self.parameters = parameters
    self.result = result
  }
}

/// The isolation a declaration or function type states, or that it states none.
package enum Isolation: Hashable, Codable, Sendable {
  case unspecified
  case nonisolated
  /// `nonisolated(nonsending)`: an async function that stays on its caller's executor.
  case nonisolatedNonsending
  /// `@concurrent`: an async function that always runs on the cooperative pool.
  case concurrent
  /// `@MainActor` and other attributes that may name a global actor; which do is known to the program, not to a file.
  case globalActor(String)
  /// A parameter declared `isolated T`.
  case isolatedParameter(TypeRef)
}
