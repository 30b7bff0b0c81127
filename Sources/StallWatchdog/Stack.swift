/// What a thread was doing at one moment.
public struct Stack: Sendable, Hashable {
  /// Innermost first. Where a function is asynchronous, those that await it follow, and the executor's own frames are
  /// left out.
  public var frames: [StackFrame]

  /// Describes a stack, for tests of what handles it.
  public init(frames: [StackFrame]) {
    self.frames = frames
  }

  /// The innermost frame that is the program's own code: the line to look at first.
  ///
  /// Code that a package fetched (`.build/checkouts`), the toolchain and the system do not count. Nil where no frame of
  /// the program has debug information.
  public var site: StackFrame? {
    frames.first { $0.isOwnCode }
  }
}

extension StackFrame {
  private static let foreign = [
    "/checkouts/", "/compiler-rt/", "/usr/lib/", "/usr/include/", "@__swiftmacro_", "/compiler-rt/",
  ]

  /// Whether someone who works on the program can change this line.
  var isOwnCode: Bool {
    guard let file, line != nil, !isSystem else { return false }
    return !Self.foreign.contains { file.contains($0) }
  }
}
