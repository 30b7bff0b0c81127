import Model

/// A type after its names have been looked up. Optionals are taken for what they wrap: a call through `?.` blocks as well.
indirect enum Type: Hashable, Sendable {
  /// Declared in the program: an index into `TypeTable.infos`.
  case nominal(Int, [Type])
  /// Declared elsewhere, by its name without the module: `FileManager`, `HTTPClient.Task`.
  case library(String, [Type])
  case existential([Type])
  case array(Type)
  case dictionary(Type, Type)
  case tuple([Type])
  case function(FunctionType, scope: TypeScope)
  case metatype(Type)
  case unknown

  var isKnown: Bool { self != .unknown }

  var element: Type {
    switch self {
    case .array(let element): element
    case .dictionary(let key, let value): .tuple([key, value])
    case .library("String", _), .library("Substring", _): .library("Character", [])
    case .library(let name, let arguments) where ["Set", "ArraySlice", "ContiguousArray", "Deque"].contains(name):
      arguments.first ?? .unknown
    case .nominal, .library, .existential, .tuple, .function, .metatype, .unknown: .unknown
    }
  }
}

/// Where a spelled type stands, which decides what its names mean.
struct TypeScope: Hashable, Sendable {
  /// The file.
  var summary: Int
  /// The qualified name of the type around it.
  var owner: String?
  /// The body around it, whose generic parameters it may name.
  var body: BodyID?
  /// What the owner's generic parameters stand for.
  var arguments: [String: Type] = [:]
}
