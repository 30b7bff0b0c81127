/// What a value is, as far as one file tells: enough to look up its type, its function or its constant later.
package indirect enum Expression: Hashable, Codable, Sendable {
  /// An identifier that no local declaration binds: a member of an enclosing type, a global, a type or a module.
  /// A reference with labels keeps them: `load(from:)`.
  case name(String)
  /// A local variable, parameter or local function: an index into `Summary.locals`.
  case local(Int)
  /// A function that the front end has resolved, by its USR.
  case function(symbol: String, name: String)
  case member(Expression, String)
  /// `.main` with the base left to the context.
  case implicitMember(String)
  /// A field of a C record, whichever object holds it.
  case field(record: String, name: String)
  /// The result of a call: an index into the `calls` of the body that the expression stands in.
  case call(Int)
  /// A closure: an index into `Summary.bodies`.
  case closure(Int)
  case type(TypeRef)
  case integer(Int64)
  case floating(Double)
  case boolean(Bool)
  case string(String)
  /// `nil`, `NULL`.
  case null
  /// A named constant of known value: a C macro or enumerator.
  case constant(name: String, value: Int64)
  /// `a | b` in C, `[.a, .b]` in Swift: a set of flags or an array.
  case list([Expression])
  /// One element of a sequence, a subscript's result, or what a pointer points to.
  case element(Expression)
  case tuple([Expression])
  case tupleElement(Expression, Int)
  /// `&x`.
  case address(Expression)
  /// One of several: a conditional expression, `a ?? b`, `if` and `switch` expressions.
  case either([Expression])
  /// `x as T`, a C cast.
  case cast(Expression, TypeRef)
  case selfReference
  case superReference
  /// Anything else; it has no type that one file could tell.
  case opaque
}
