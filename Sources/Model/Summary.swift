/// What one source file contributes, in a form that knows neither Swift nor C.
package struct Summary: Hashable, Codable, Sendable {
  package enum Language: String, Codable, Sendable {
    case swift
    case c
  }

  /// How the calls of the file were resolved.
  package enum Resolution: String, Codable, Sendable {
    case resolved
    case stale
    case syntax
  }

  package var file: String
  package var language: Language
  /// The Swift module, or empty.
  package var module: String
  package var resolution = Resolution.syntax
  /// Findings are reported for the user's own files only; a dependency contributes what it does.
  package var isDependency = false
  /// Imported Swift modules; C headers as spelled in `#include`.
  package var imports: [String] = []
  package var types: [TypeDeclaration] = []
  package var properties: [Property] = []
  package var bodies: [Body] = []
  package var locals: [Local] = []
  package var flows: [Flow] = []
  package var suppressions: [Suppression] = []
  package var problems: [Problem] = []
  /// The module's isolation where nothing is said: `.defaultIsolation(MainActor.self)`.
  package var defaultIsolation = Isolation.unspecified
  /// `NonisolatedNonsendingByDefault` is on.
  package var isNonsendingByDefault = false

  package init(file: String, language: Language, module: String) {
    self.file = file
    self.language = language
    self.module = module
  }
}

/// A type, an extension of one, or an alias.
package struct TypeDeclaration: Hashable, Codable, Sendable {
  package enum Kind: String, Codable, Sendable {
    case `class`
    case `struct`
    case `enum`
    case actor
    case `protocol`
    case `extension`
    case alias
  }

  package var kind: Kind
  /// Qualified by the types around it: `Outer.Inner`. An extension's is what it extends, as spelled.
  package var name: String
  /// The USR, of an extension that of the type it extends, where the compiler tells it.
  package var symbol: String?
  package var place: Place
  /// The superclass and protocols.
  package var inherits: [TypeRef] = []
  package var generics: [Generic] = []
  /// What an alias stands for.
  package var aliased: TypeRef?
  package var isolation = Isolation.unspecified
  package var isGlobalActor = false
  package var isPropertyWrapper = false
  /// Visible in its own file only.
  package var isFileLocal = false
  /// Other modules may name it. Of an extension it says nothing of the type that is extended.
  package var isPublic = false
  package var condition: String?
  /// A protocol's requirements, by name with labels, bodiless. Bodies of default implementations stand in extensions.
  package var requirements: [Body] = []

  package init(kind: Kind, name: String, place: Place) {
    self.kind = kind
    self.name = name
    self.place = place
  }
}

/// A property of a type, a global variable, or an enum case.
package struct Property: Hashable, Codable, Sendable {
  package var name: String
  /// The USR where the compiler tells it.
  package var symbol: String?
  package var owner: String?
  package var place: Place
  package var isStatic = false
  package var isFileLocal = false
  package var type: TypeRef?
  /// The initial value, and the body that its calls belong to.
  package var value: Expression?
  package var body: Int?
  /// Attributes that may name a property wrapper: `@Lock`.
  package var wrappers: [TypeRef] = []
  package var isolation = Isolation.unspecified
  package var isLazy = false
  package var isCase = false
  package var condition: String?

  package init(name: String, owner: String?, place: Place) {
    self.name = name
    self.owner = owner
    self.place = place
  }
}

/// A name bound inside a body.
package struct Local: Hashable, Codable, Sendable {
  package enum Kind: Hashable, Codable, Sendable {
    case parameter(Int)
    case variable
    case constant
    /// A local function, in `bodies`.
    case function(Int)
  }

  package var name: String
  package var kind: Kind
  /// The body that declares it.
  package var body: Int
  package var type: TypeRef?
  /// What it is bound to, in the terms of `body`; a loop variable is an `element`.
  package var value: Expression?
  /// It outlives the call: `static` in C.
  package var isStatic = false
  package var place: Place

  package init(name: String, kind: Kind, body: Int, place: Place) {
    self.name = name
    self.kind = kind
    self.body = body
    self.place = place
  }
}

/// A value that comes to be held by a variable, property or field: `watcher.cb = f`, `.read = f`, `self.onData = { … }`.
package struct Flow: Hashable, Codable, Sendable {
  package var target: Expression
  package var value: Expression
  /// The body in whose terms both are spelled; nil at file scope.
  package var body: Int?
  package var place: Place

  package init(target: Expression, value: Expression, body: Int?, place: Place) {
    self.target = target
    self.value = value
    self.body = body
    self.place = place
  }
}

/// `unblock: ignore RULE - reason` in a comment.
package struct Suppression: Hashable, Codable, Sendable {
  /// The rules it names; empty means it named none, which is itself reported.
  package var rules: [String]
  package var reason: String?
  package var place: Place
  /// The line it speaks of: its own when code stands before it, else the next line with code.
  package var line: Int

  package init(rules: [String], reason: String?, place: Place, line: Int) {
    self.rules = rules
    self.reason = reason
    self.place = place
    self.line = line
  }
}

/// Something about a file that the user should hear of: it was read in part, or not at all.
package struct Problem: Hashable, Codable, Sendable {
  package var file: String
  package var line: Int?
  package var message: String
  /// Nothing of the file was used.
  package var isFatal: Bool

  package init(file: String, line: Int? = nil, message: String, isFatal: Bool) {
    self.file = file
    self.line = line
    self.message = message
    self.isFatal = isFatal
  }
}
