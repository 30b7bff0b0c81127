/// One function of a ``Stack``, as exactly as the debug information of its image tells.
public struct StackFrame: Sendable, Hashable {
  /// How the function came to be on the stack.
  public enum Kind: String, Sendable, Hashable {
    /// A function that was called and has a frame of its own.
    case call
    /// A function that the compiler merged into the one after it.
    case inlined
    /// An asynchronous function that awaits the one before it. Its thread may be another by the time it goes on.
    case async
  }

  /// A call of its own, or one that another function stands for.
  public var kind: Kind
  /// The demangled name, nil where no symbol is known.
  public var function: String?
  /// The executable or library, without its folder.
  public var image: String?
  /// The distance from the start of the image, or the address itself where no image is known. Equal in every run of the
  /// same binary.
  public var offset: UInt64
  /// The path as the compiler wrote it down, nil without debug information.
  public var file: String?
  /// Counts from 1.
  public var line: Int?
  /// Counts from 1.
  public var column: Int?
  /// Whether this is code of the system or of the Swift runtime, and not of the program.
  public var isSystem: Bool

  /// Describes a function, for tests of what handles stacks.
  public init(
    kind: Kind = .call, function: String? = nil, image: String? = nil, offset: UInt64 = 0, file: String? = nil,
    line: Int? = nil, column: Int? = nil, isSystem: Bool = false
  ) {
    self.kind = kind
    self.function = function
    self.image = image
    self.offset = offset
    self.file = file
    self.line = line
    self.column = column
    self.isSystem = isSystem
  }
}
