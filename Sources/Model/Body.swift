/// Code that runs as a whole: a function, an accessor, a closure, the initial value of a global.
package struct Body: Hashable, Codable, Sendable {
  package enum Kind: String, Codable, Sendable {
    case function
    case initializer
    case deinitializer
    case getter
    case setter
    case willSet
    case didSet
    case subscriptGetter
    case subscriptSetter
    case closure
    /// The right side of `async let`: a child task.
    case asyncLet
    case defaultArgument
    /// The initial value of a stored property, `lazy` property or global.
    case initialValue
    /// The statements of `main.swift` or of a script.
    case topLevel
  }

  package var kind: Kind
  /// With labels, without the type: `load(from:)`, `init(_:)`, a property's own name; empty for closures.
  package var name: String
  /// The qualified name of the type it is a member of: `Outer.Inner`.
  package var owner: String?
  /// The USR where the front end knows it.
  package var symbol: String?
  /// Where the name stands; a closure's opening brace.
  package var place: Place
  /// From where its code begins to behind its end; nested bodies lie within. Nil where the front end does not tell.
  package var extent: Range<Position>?
  /// The body it stands in, for closures, local functions and local accessors: an index into `Summary.bodies`.
  package var parent: Int?
  package var parameters: [Parameter] = []
  package var result: TypeRef?
  package var generics: [Generic] = []
  package var isAsync = false
  package var isThrowing = false
  /// `static` or `class` in Swift.
  package var isStatic = false
  package var isOverride = false
  /// Visible in its own file only: `private` or `fileprivate` in Swift, `static` in C.
  package var isFileLocal = false
  /// Other modules may call it: `public` or `open`, as are the types around it as far as the file tells. Nothing in a body is.
  package var isPublic = false
  /// The name by which C code may call it: `@_cdecl("name")`, `@c`.
  package var exportedName: String?
  package var isolation = Isolation.unspecified
  package var statement: Statement?
  /// `await` occurs in the body itself, nested closures aside.
  package var suspends = false
  package var use: ClosureUse?
  package var calls: [Call] = []
  package var loops: [Loop] = []
  /// Nil where the front end could not tell.
  package var flow: ControlFlow?
  /// The `#if` conditions around the declaration.
  package var condition: String?

  package init(kind: Kind, name: String, place: Place) {
    self.kind = kind
    self.name = name
    self.place = place
  }
}

/// What the source itself says about a function, by attribute or comment.
package enum Statement: Hashable, Codable, Sendable {
  /// `// unblock: blocking`, Clang's `blocking`.
  case blocking(message: String?)
  /// `@available(*, noasync)`, `swift_attr("@_unavailableFromAsync")`: async code may not call it, be it because it blocks or
  /// because it must stay on its thread.
  case unavailableFromAsync(message: String?)
  /// `// unblock: nonblocking`, Clang's `nonblocking`: callers need not fear it; with `isContext`, nothing in it may block.
  case nonblocking(isContext: Bool)

  /// `noasync` alone may also mean that a thread must not change, so its message has to tell.
  package var saysThatItBlocks: Bool {
    switch self {
    case .blocking: true
    case .unavailableFromAsync(let message): message?.contains("block") == true
    case .nonblocking: false
    }
  }
}

/// A parameter of a function, subscript or closure.
package struct Parameter: Hashable, Codable, Sendable {
  /// What callers write before the colon; nil for `_`.
  package var label: String?
  package var name: String
  package var type: TypeRef
  package var hasDefault = false
  package var isVariadic = false
  /// What the attributes of the parameter itself say, `@escaping` apart: `isolated`, `sending`.
  package var isIsolated = false
  /// `@_inheritActorContext`: an async closure passed here keeps its creator's isolation.
  package var inheritsContext = false

  package init(label: String?, name: String, type: TypeRef) {
    self.label = label
    self.name = name
    self.type = type
  }
}

/// A generic parameter or associated type with what is known of it.
package struct Generic: Hashable, Codable, Sendable {
  package var name: String
  package var constraints: [TypeRef]

  package init(name: String, constraints: [TypeRef]) {
    self.name = name
    self.constraints = constraints
  }
}

/// What happens to a closure where it is written.
package enum ClosureUse: Hashable, Codable, Sendable {
  /// Passed to a call of the parent body.
  case argument(call: Int, argument: Int)
  /// Called on the spot.
  case called
  /// Stored in a local, a property or a field.
  case assigned(Expression)
  case returned
  case other
}
