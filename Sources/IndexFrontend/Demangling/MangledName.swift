package import Model

/// What the compiler's name of a Swift declaration (its USR) tells about it.
package struct MangledName: Hashable, Sendable {
  /// The module that declares it; of an extension's member the module that declares the extension.
  package var module: String
  /// The module of the extended type where that is another one.
  package var extendedModule: String?
  /// The types around it, outermost first, without generic arguments. What is local to a function has the function at
  /// the end of its path: `load(from:)`.
  package var path: [String]
  /// Without labels; `init`, `deinit` and `subscript` for what has no name. Of an accessor, what it gives access to; of
  /// a closure or an initial value, nothing.
  package var name: String
  /// One for each parameter, nil for `_`. Properties and types have none; those of enum cases are not in the name.
  package var labels: [String?]?
  package var kind: Kind
  package var isStatic = false
  package var isAsync = false
  package var isThrowing = false
  /// In order. What the mangled name does not tell (which type a generic parameter stands for) is unknown.
  package var parameters: [TypeRef]?
  /// Of a function, initialiser, subscript or enum case what it returns, of a property its type.
  package var result: TypeRef?

  package enum Kind: String, Sendable {
    case function
    case initializer
    /// Makes room for the object and calls the initialiser.
    case allocatingInitializer
    case deinitializer
    case getter
    case setter
    case read
    case modify
    case addressor
    case mutableAddressor
    case willSet
    case didSet
    case variable
    case `subscript`
    case enumCase
    case type
    case associatedType
    case genericParameter
    case `extension`
    case macro
    case closure
    /// A default argument or what a stored property starts with.
    case initialValue
  }

  /// nil when the USR is of another language or cannot be read.
  package init?(usr: String) {
    let bytes = Array(usr.utf8)
    guard bytes.starts(with: "s:".utf8) else { return nil }
    guard bytes.starts(with: "s:e:".utf8) else {
      self.init(bytes, from: 2)
      return
    }
    self.init(extension: bytes)
  }

  private init?(_ bytes: [UInt8], from start: Int) {
    var demangler = Demangler(bytes, from: start)
    do {
      let root = try demangler.demangle()
      var reader = MangledDeclarationReader(tree: demangler.tree)
      self = try reader.read(root)
    } catch {
      return nil
    }
  }

  /// An extension is named by its first member, or, where it has none, by the extended type and the protocols it adds.
  private init?(extension bytes: [UInt8]) {
    let start = "s:e:s:".utf8.count
    guard bytes.starts(with: "s:e:s:".utf8) else { return nil }
    if let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")) {
      self.init(Array(bytes[..<(colon - 1)]), from: start)
      path.append(name)
    } else {
      self.init(bytes, from: start)
    }
    guard let extended = path.popLast() else { return nil }
    self = MangledName(
      module: module, extendedModule: extendedModule, path: path, name: extended, kind: .extension)
  }

  init(
    module: String, extendedModule: String? = nil, path: [String], name: String, kind: Kind, isStatic: Bool = false
  ) {
    self.module = module
    self.extendedModule = extendedModule
    self.path = path
    self.name = name
    self.kind = kind
    self.isStatic = isStatic
  }
}
